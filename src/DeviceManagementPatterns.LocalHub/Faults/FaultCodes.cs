using System.Globalization;
using DeviceManagementPatterns.Wire;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>The codes of refusals: as scripts write them, and as a rule without one has them.</summary>
internal static class FaultCodes
{
    public static bool TryParse(string text, out HubErrorCode code)
    {
        var known = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? HubErrorNames.FromNumber(number)
            : HubErrorNames.FromName(text);
        code = known ?? default;
        return known is not null;
    }

    public static bool IsThrottle(HubErrorCode code) => (int)code / 1000 == 429;

    public static HubErrorCode Of(FaultRule rule) => rule.Code ?? (rule.Kind, rule.Operation) switch
    {
        (FaultKind.Throttle, _) => HubErrorCode.ThrottlingException,
        (_, FaultOperation.Connect) => HubErrorCode.IotHubUnauthorized,
        _ => HubErrorCode.ServiceUnavailable,
    };

    /// <summary>MQTT 3.1.1 knows few reasons: "not authorized", and "server unavailable" for what may be different the next time.</summary>
    public static MqttConnectReturnCode ConnectCodeOf(FaultRule rule) => ((int)Of(rule) / 1000) switch
    {
        429 or >= 500 => MqttConnectReturnCode.ConnectionRefusedServerUnavailable,
        _ => MqttConnectReturnCode.ConnectionRefusedNotAuthorized,
    };
}
