using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace DeviceManagementPatterns.LocalHub.Certificates;

/// <summary>
/// What led from a certificate to a registered authority. A client that resumes a TLS session shows its certificate alone, although it
/// sent more when the session began; without this memory it would be refused then.
/// </summary>
internal sealed class SentIntermediates
{
    private const int MaxCertificates = 100_000;

    private readonly ConcurrentDictionary<string, IReadOnlyList<byte[]>> _byCertificate = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _known = new(StringComparer.Ordinal);

    public IReadOnlyList<byte[]> Of(ShownCertificate shown) =>
        shown.Intermediates.Count > 0 ? shown.Intermediates : _byCertificate.GetValueOrDefault(shown.Sha256) ?? [];

    public void Remember(ShownCertificate shown)
    {
        if (shown.Intermediates.Count > 0 && _byCertificate.Count < MaxCertificates)
        {
            _byCertificate[shown.Sha256] = [.. shown.Intermediates.Select(one => _known.GetOrAdd(Convert.ToHexString(SHA256.HashData(one)), one))];
        }
    }
}
