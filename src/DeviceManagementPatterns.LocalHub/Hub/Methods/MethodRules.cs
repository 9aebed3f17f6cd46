using System.Buffers;
using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Hub.Methods;

/// <summary>What a direct method call may be.</summary>
internal static class MethodRules
{
    public const int MaxPayloadBytes = 128 * 1024;
    private const int MaxNameLength = 100;
    private const int MinResponseSeconds = 5;
    private const int MaxSeconds = 300;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Except("$()<>@,;:\\\"/[]?={}")]);

    public static ReadOnlyMemory<byte> NullPayload { get; } = "null"u8.ToArray();

    /// <exception cref="HubException">The call breaks a rule; the message names it.</exception>
    public static void Check(MethodInvocation call)
    {
        CheckName(call.MethodName);
        CheckRange("responseTimeoutInSeconds", call.ResponseTimeout, MinResponseSeconds);
        CheckRange("connectTimeoutInSeconds", call.ConnectTimeout, 0);
        if (call.Payload.Length > MaxPayloadBytes)
        {
            throw new HubException(HubErrorCode.MessageTooLarge, string.Create(
                CultureInfo.InvariantCulture,
                $"The payload of '{call.MethodName}' has {call.Payload.Length} bytes; at most {MaxPayloadBytes} are allowed."));
        }
    }

    /// <summary>What is wrong with a device's answer; null where nothing is.</summary>
    public static HubException? FaultOfAnswer(string methodName, ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxPayloadBytes)
        {
            return MethodRefusals.AnswerTooLarge(methodName, body.Length);
        }

        return body.IsEmpty || HubJson.IsJson(body.Span) ? null : MethodRefusals.NotJson(methodName);
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > MaxNameLength)
        {
            throw new HubException(
                HubErrorCode.ArgumentInvalid, $"methodName has {name.Length} characters; 1 to {MaxNameLength} are allowed.");
        }

        var at = name.AsSpan().IndexOfAnyExcept(NameCharacters);
        if (at >= 0)
        {
            throw new HubException(
                HubErrorCode.ArgumentInvalid,
                $"methodName '{name}' holds '{name[at]}' at position {at + 1}; "
                + "it must be printable ASCII without space and $ ( ) < > @ , ; : \\ \" / [ ] ? = { }");
        }
    }

    private static void CheckRange(string name, TimeSpan value, int minSeconds)
    {
        if (value < TimeSpan.FromSeconds(minSeconds) || value > TimeSpan.FromSeconds(MaxSeconds))
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, $"{name} must be within [{minSeconds}; {MaxSeconds}].");
        }
    }
}
