using System.Buffers.Text;

namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>Shared access keys: base64 of 16 to 64 bytes.</summary>
internal static class SymmetricKeys
{
    private const int GeneratedBytes = 32;
    private const int MinBytes = 16;
    private const int MaxBytes = 64;

    public static string Generate(Func<int, byte[]> randomBytes) => Convert.ToBase64String(randomBytes(GeneratedBytes));

    /// <summary>Refuses what is no key; the error never shows it.</summary>
    /// <exception cref="HubException">It is not base64, or has not 16 to 64 bytes.</exception>
    public static void Check(string name, string key)
    {
        if (!Base64.IsValid(key, out var bytes) || key.Any(char.IsWhiteSpace))
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, $"{name} is not valid base64.");
        }

        if (bytes is < MinBytes or > MaxBytes)
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, $"{name} has {bytes} bytes; a key has {MinBytes} to {MaxBytes}.");
        }
    }
}
