namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>Certificate thumbprints: hex of SHA-1 or SHA-256, in one spelling.</summary>
internal static class Thumbprints
{
    private const int Sha1Digits = 40;
    private const int Sha256Digits = 64;

    /// <summary>Upper case without separators; null for null and empty.</summary>
    /// <exception cref="HubException">It is no such hex text.</exception>
    public static string? Normalize(string name, string? thumbprint)
    {
        if (string.IsNullOrEmpty(thumbprint))
        {
            return null;
        }

        var digits = string.Concat(thumbprint.Where(character => character is not (':' or ' ' or '-'))).ToUpperInvariant();
        return digits.Length is Sha1Digits or Sha256Digits && digits.All(char.IsAsciiHexDigit)
            ? digits
            : throw new HubException(
                HubErrorCode.ArgumentInvalid,
                $"{name} is '{thumbprint}'; it must be {Sha1Digits} (SHA-1) or {Sha256Digits} (SHA-256) hexadecimal digits.");
    }
}
