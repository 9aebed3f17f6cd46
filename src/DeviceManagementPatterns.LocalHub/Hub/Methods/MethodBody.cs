using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Methods;

/// <summary>Reads <c>{"methodName","payload","responseTimeoutInSeconds","connectTimeoutInSeconds"}</c>. Other members are ignored.</summary>
internal static class MethodBody
{
    public static MethodInvocation Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return ReadObject(utf8);
        }
        catch (JsonException exception)
        {
            throw HubJson.Malformed(exception);
        }
    }

    private static MethodInvocation ReadObject(ReadOnlyMemory<byte> utf8)
    {
        var reader = HubJson.Start(utf8.Span);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, "The body must be a JSON object.");
        }

        var call = new MethodInvocation("", ReadOnlyMemory<byte>.Empty);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            call = ReadMember(ref reader, utf8, call);
        }

        reader.Read();
        return call.MethodName.Length > 0
            ? call
            : throw new HubException(HubErrorCode.ArgumentNull, "methodName is missing.");
    }

    private static MethodInvocation ReadMember(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, MethodInvocation call)
    {
        if (HubJson.IsNamed(ref reader, "methodName"u8))
        {
            return call with { MethodName = ReadName(ref reader) };
        }

        if (HubJson.IsNamed(ref reader, "payload"u8))
        {
            return call with { Payload = ReadPayload(ref reader, utf8) };
        }

        if (HubJson.IsNamed(ref reader, "responseTimeoutInSeconds"u8))
        {
            return call with { ResponseTimeout = ReadSeconds(ref reader, "responseTimeoutInSeconds", call.ResponseTimeout) };
        }

        if (HubJson.IsNamed(ref reader, "connectTimeoutInSeconds"u8))
        {
            return call with { ConnectTimeout = ReadSeconds(ref reader, "connectTimeoutInSeconds", call.ConnectTimeout) };
        }

        reader.Skip();
        return call;
    }

    private static string ReadName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => HubJson.Text(ref reader),
            JsonTokenType.Null => "",
            _ => throw new HubException(HubErrorCode.ArgumentInvalid, "methodName must be a string."),
        };
    }

    private static ReadOnlyMemory<byte> ReadPayload(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return utf8[start..(int)reader.BytesConsumed];
    }

    private static TimeSpan ReadSeconds(ref Utf8JsonReader reader, string name, TimeSpan absent)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return absent;
        }

        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : throw new HubException(HubErrorCode.ArgumentInvalid, $"{name} must be a whole number of seconds.");
    }
}
