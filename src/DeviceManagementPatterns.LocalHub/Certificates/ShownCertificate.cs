using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.LocalHub.Certificates;

/// <summary>
/// What a client showed in its TLS handshake, and proved to have the key of: its certificate, and what it sent along to connect it with
/// an authority. Kept as DER, so that nothing waits to be disposed.
/// </summary>
internal sealed class ShownCertificate(byte[] certificate, IReadOnlyList<byte[]> intermediates)
{
    public IReadOnlyList<byte[]> Intermediates { get; } = intermediates;

    /// <summary>Upper-case hex, 40 digits.</summary>
    public string Sha1 { get; } = Sha1Of(certificate);

    /// <summary>Upper-case hex, 64 digits.</summary>
    public string Sha256 { get; } = Convert.ToHexString(SHA256.HashData(certificate));

    /// <summary>The certificate itself; the caller disposes it.</summary>
    public X509Certificate2 Load() => X509CertificateLoader.LoadCertificate(certificate);

    public bool Has(string? thumbprint) =>
        string.Equals(thumbprint, Sha1, StringComparison.OrdinalIgnoreCase) || string.Equals(thumbprint, Sha256, StringComparison.OrdinalIgnoreCase);

    /// <summary>As IoT Hub writes it in its own messages.</summary>
    public override string ToString() => $"SHA1Hash={Sha1}, SHA2Hash={Sha256}";

    private static string Sha1Of(byte[] certificate)
    {
#pragma warning disable CA5350 // IoT Hub names certificates by SHA-1 too; nothing is signed with it.
        return Convert.ToHexString(SHA1.HashData(certificate));
#pragma warning restore CA5350
    }
}
