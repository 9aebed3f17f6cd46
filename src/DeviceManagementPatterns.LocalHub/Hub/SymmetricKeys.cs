namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>Shared access keys: base64 of 16 to 64 bytes.</summary>
internal static class SymmetricKeys
{
    private const int GeneratedBytes = 32;

    public static string Generate(Func<int, byte[]> randomBytes) => Convert.ToBase64String(randomBytes(GeneratedBytes));
}
