namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>Certificate thumbprints: hex of SHA-1 or SHA-256, without separators, kept as they were given.</summary>
internal static class Thumbprints
{
    private const int Sha1Digits = 40;
    private const int Sha256Digits = 64;

    /// <summary>Null for null and empty.</summary>
    /// <exception cref="HubException">It is no such hex text.</exception>
    public static string? Check(string name, string? thumbprint)
    {
        if (string.IsNullOrEmpty(thumbprint))
        {
            return null;
        }

        return thumbprint.Length is Sha1Digits or Sha256Digits && thumbprint.All(char.IsAsciiHexDigit)
            ? thumbprint
            : throw new HubException(
                HubErrorCode.ArgumentInvalid,
                $"{name} is '{thumbprint}'; it must be {Sha1Digits} (SHA-1) or {Sha256Digits} (SHA-256) hexadecimal digits, without separators.");
    }
}
