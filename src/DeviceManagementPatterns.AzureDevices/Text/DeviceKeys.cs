namespace DeviceManagementPatterns.AzureDevices.Text;

/// <summary>Checks keys before the SDK sees them, whose error messages quote the key.</summary>
internal static class DeviceKeys
{
    private const int Shortest = 16;
    private const int Longest = 64;

    /// <exception cref="ArgumentException">Only one key is given, or one is not a key.</exception>
    public static void Check(DeviceIdentity device)
    {
        if (device.PrimaryKey is null != device.SecondaryKey is null)
        {
            throw new ArgumentException($"'{device.DeviceId}' has one key: give both keys, or none to have them made.", nameof(device));
        }

        if (!IsKey(device.PrimaryKey) || !IsKey(device.SecondaryKey))
        {
            throw new ArgumentException(
                $"'{device.DeviceId}' has a key that is not base64 of {Shortest} to {Longest} bytes.", nameof(device));
        }
    }

    private static bool IsKey(string? key)
    {
        Span<byte> bytes = stackalloc byte[Longest];
        return key is null || (Convert.TryFromBase64String(key, bytes, out var length) && length >= Shortest);
    }
}
