namespace Microsoft.Azure.Devices.Client;

public enum ConnectionStatus
{
    Disconnected = 0,
    Connected = 1,
    Disconnected_Retrying = 2,
    Disabled = 3,
}
