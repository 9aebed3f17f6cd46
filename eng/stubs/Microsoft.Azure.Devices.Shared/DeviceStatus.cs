namespace Microsoft.Azure.Devices;

public enum DeviceStatus
{
    Enabled = 0,
    Disabled = 1,
}
