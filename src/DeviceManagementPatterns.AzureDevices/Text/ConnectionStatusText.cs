using SdkReason = Microsoft.Azure.Devices.Client.ConnectionStatusChangeReason;
using SdkStatus = Microsoft.Azure.Devices.Client.ConnectionStatus;

namespace DeviceManagementPatterns.AzureDevices.Text;

/// <summary>The SDK's connection status in our words.</summary>
internal static class ConnectionStatusText
{
    public static ConnectionStatus ToStatus(SdkStatus status, SdkReason reason) => new(State(status), Reason(reason));

    private static ConnectionState State(SdkStatus status) => status switch
    {
        SdkStatus.Connected => ConnectionState.Connected,
        SdkStatus.Disconnected_Retrying => ConnectionState.Reconnecting,
        SdkStatus.Disconnected or SdkStatus.Disabled => ConnectionState.Disconnected,
        _ => ConnectionState.Unknown,
    };

    private static string? Reason(SdkReason reason) => reason switch
    {
        SdkReason.Connection_Ok => null,
        SdkReason.Expired_SAS_Token => "the SAS token has expired",
        SdkReason.Device_Disabled => "the device is disabled or no longer registered",
        SdkReason.Bad_Credential => "the hub refused the credential",
        SdkReason.Retry_Expired => "the client has given up reconnecting",
        SdkReason.No_Network => "there is no network",
        SdkReason.Communication_Error => "the connection broke",
        SdkReason.Client_Close => "the program closed its client",
        _ => $"reason {(int)reason}, which this version does not know",
    };
}
