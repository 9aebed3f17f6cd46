using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.LocalHub.Certificates;

/// <summary>The registered certificate authorities, roots or intermediate ones, whose certificates devices may show.</summary>
internal sealed class DeviceAuthorities : IDisposable
{
    private readonly X509Certificate2Collection _authorities = [];
    private readonly HashSet<string> _thumbprints = [];
    private readonly SentIntermediates _sent = new();

    public DeviceAuthorities(X509Certificate2Collection given)
    {
        foreach (var authority in given)
        {
            var copy = X509CertificateLoader.LoadCertificate(authority.RawData);
            _authorities.Add(copy);
            _thumbprints.Add(Sha256Of(copy));
        }
    }

    /// <summary>Returns why no registered authority stands behind a certificate, or null where one does.</summary>
    public string? Check(X509Certificate2 certificate, ShownCertificate shown, DateTimeOffset now)
    {
        if (_authorities.Count == 0)
        {
            return $"no certificate authority is registered: set {nameof(LocalHubOptions)}.{nameof(LocalHubOptions.DeviceCertificateAuthorities)} "
                + "(dmp hub --device-ca)";
        }

        X509Certificate2[] sent = [.. _sent.Of(shown).Select(X509CertificateLoader.LoadCertificate)];
        using var chain = new X509Chain { ChainPolicy = PolicyFor(sent, now) };
        try
        {
            var fault = Judge(chain, chain.Build(certificate), sent);
            if (fault is null)
            {
                _sent.Remember(shown);
            }

            return fault;
        }
        finally
        {
            Dispose(sent.Concat(chain.ChainElements.Select(element => element.Certificate)));
        }
    }

    public void Dispose() => Dispose(_authorities);

    private static string Sha256Of(X509Certificate2 certificate) => certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);

    private static void Dispose(IEnumerable<X509Certificate2> certificates)
    {
        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }
    }

    /// <summary>An intermediate authority may be registered without its root, so the chain may end at an unknown one: who is in it counts.</summary>
    private X509ChainPolicy PolicyFor(X509Certificate2[] sent, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        policy.ExtraStore.AddRange(sent);
        return policy;
    }

    private string? Judge(X509Chain chain, bool isSound, X509Certificate2[] sent)
    {
        if (!isSound)
        {
            return $"its chain is not valid ({string.Join(", ", chain.ChainStatus.Select(status => status.Status))})";
        }

        if (chain.ChainElements.Skip(1).Any(issuer => _thumbprints.Contains(Sha256Of(issuer.Certificate))))
        {
            return null;
        }

        var along = sent.Length == 0 ? "sent along none" : $"sent along {string.Join(", ", sent.Select(one => $"'{LogText.Of(one.Subject)}'"))}";
        return $"no registered authority has signed it; its issuer is '{LogText.Of(chain.ChainElements[0].Certificate.Issuer)}', and the device {along}";
    }
}
