namespace Microsoft.Azure.Devices;

public enum DeviceConnectionState
{
    Disconnected = 0,
    Connected = 1,
}
