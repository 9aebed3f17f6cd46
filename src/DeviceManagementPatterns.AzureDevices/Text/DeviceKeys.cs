namespace DeviceManagementPatterns.AzureDevices.Text;

/// <summary>Checks keys before the SDK sees them, whose error messages quote the key.</summary>
internal static class DeviceKeys
{
    private const int Shortest = 16;
    private const int Longest = 64;

    public static void Check(DeviceIdentity device)
    {
        if (device.PrimaryKey is null != device.SecondaryKey is null)
        {
            throw Invalid(device, "has only one key; give both keys or none");
        }

        if (!IsKey(device.PrimaryKey))
        {
            throw Invalid(device, $"has a primary key that is not base64 of {Shortest} to {Longest} bytes");
        }

        if (!IsKey(device.SecondaryKey))
        {
            throw Invalid(device, $"has a secondary key that is not base64 of {Shortest} to {Longest} bytes");
        }
    }

    private static bool IsKey(string? key)
    {
        Span<byte> bytes = stackalloc byte[Longest];
        return key is null || (Convert.TryFromBase64String(key, bytes, out var length) && length >= Shortest);
    }

    private static HubException Invalid(DeviceIdentity device, string what) =>
        new(HubErrorCode.ArgumentInvalid, $"Device '{device.DeviceId}' {what}.");
}
