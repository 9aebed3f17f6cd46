using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Hub.Methods;

/// <summary>How a direct method call ends without an answer.</summary>
internal static class MethodRefusals
{
    public static HubException NotOnline(HubIdentityId id, TimeSpan connectTimeout) => new(
        HubErrorCode.DeviceNotOnline,
        $"The operation failed because '{id}' isn't online or hasn't registered the direct method callback"
        + (connectTimeout > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $" within {connectTimeout.TotalSeconds} s.") : "."));

    public static HubException TooManyInFlight(HubIdentityId id, int max) => new(
        HubErrorCode.DeviceMaximumInflightMethodExceeded,
        string.Create(CultureInfo.InvariantCulture, $"'{id}' has {max} direct methods in flight; it can have no more. Wait for one to end."));

    public static HubException LinkLost(string requestId, string reason) => new(
        HubErrorCode.DeviceConnectionClosedRemotely,
        $"The device's connection ended before it answered call {requestId}: {reason}")
    {
        IsOutcomeUnknown = true,
    };

    public static HubException TimedOut(TimeSpan responseTimeout) => new(
        HubErrorCode.GatewayTimeout,
        string.Create(CultureInfo.InvariantCulture, $"Timed out waiting for the response from device. It had {responseTimeout.TotalSeconds} s."))
    {
        IsOutcomeUnknown = true,
    };

    public static HubException NotJson(string methodName) => new(
        HubErrorCode.InvalidResponseWhileProxying,
        $"The device answered '{methodName}' with a body that is not JSON.")
    {
        IsOutcomeUnknown = true,
    };

    public static HubException AnswerTooLarge(string methodName, int bytes) => new(
        HubErrorCode.MessageTooLarge,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The device answered '{methodName}' with {bytes} bytes; at most {MethodRules.MaxPayloadBytes} are allowed."))
    {
        IsOutcomeUnknown = true,
    };
}
