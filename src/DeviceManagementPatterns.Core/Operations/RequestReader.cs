using System.Text.Json;

namespace DeviceManagementPatterns.Operations;

/// <summary>Reads a request's members one by one and keeps the first problem, in words that name the member.</summary>
internal sealed class RequestReader(JsonElement payload)
{
    public string? Problem { get; private set; }

    public string? Text(string name, int maxLength)
    {
        if (!TryFind(name, JsonValueKind.String, out var value))
        {
            return null;
        }

        var text = value.GetString()!;
        if (text.Length == 0 || text.Length > maxLength)
        {
            Fail($"'{name}' has {text.Length} characters; it takes 1 to {maxLength}.");
        }

        return text;
    }

    public DateTimeOffset? Time(string name)
    {
        if (!TryFind(name, JsonValueKind.String, out var value))
        {
            return null;
        }

        if (OperationContract.TryParseTime(value.GetString(), out var time))
        {
            return time;
        }

        Fail($"'{name}' is '{value.GetString()}', which is no ISO 8601 time such as 2026-03-01T22:00:00Z.");
        return null;
    }

    public bool Flag(string name)
    {
        if (!payload.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.False)
        {
            return false;
        }

        if (value.ValueKind != JsonValueKind.True)
        {
            Fail($"'{name}' is {value.GetRawText()}; it takes true or false.");
        }

        return true;
    }

    public int Choice(string name, params ReadOnlySpan<string> choices)
    {
        if (!TryFind(name, JsonValueKind.String, out var value))
        {
            return 0;
        }

        for (var i = 0; i < choices.Length; i++)
        {
            if (value.ValueEquals(choices[i]))
            {
                return i;
            }
        }

        Fail($"'{name}' is '{value.GetString()}'; it takes {string.Join(" or ", choices.ToArray())}.");
        return 0;
    }

    private bool TryFind(string name, JsonValueKind kind, out JsonElement value)
    {
        if (!payload.TryGetProperty(name, out value) || value.ValueKind == JsonValueKind.Null)
        {
            return false;
        }

        if (value.ValueKind == kind)
        {
            return true;
        }

        Fail($"'{name}' is a {value.ValueKind}; it takes a {kind}.");
        return false;
    }

    private void Fail(string problem) => Problem ??= problem;
}
