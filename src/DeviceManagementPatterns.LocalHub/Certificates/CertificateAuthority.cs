using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.LocalHub.Certificates;

/// <summary>Makes development certificates: one authority and, signed by it, one for the hub's listeners.</summary>
internal static class CertificateAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string AuthorityName = "CN=LocalHub development CA";
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);

    // Apple's clients refuse a server certificate that runs for more than 398 days.
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(397);

    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static X509Certificate2 CreateAuthority(ECDsa key, TimeProvider time)
    {
        var validity = Validity.For(AuthorityLifetime, time);
        var request = new CertificateRequest(AuthorityName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(validity.From, validity.Until);
    }

    /// <summary>A server certificate with its key.</summary>
    public static X509Certificate2 Issue(X509Certificate2 authority, ECDsa key, HostNames names, TimeProvider time)
    {
        var validity = Validity.For(ServerLifetime, time);
        var request = new CertificateRequest(new X500DistinguishedName("CN=LocalHub"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(SubjectAlternativeNames(names));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));

        var until = validity.Until < authority.NotAfter ? validity.Until : new DateTimeOffset(authority.NotAfter);
        var from = validity.From > authority.NotBefore ? validity.From : new DateTimeOffset(authority.NotBefore);
        using var issued = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>SslStream on Windows refuses keys that live in memory only; a round trip through PKCS#12 serves everywhere.</summary>
    public static X509Certificate2 Persisted(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);

    private static X509Extension SubjectAlternativeNames(HostNames names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names.DnsNames)
        {
            builder.AddDnsName(name);
        }

        foreach (var address in names.Addresses)
        {
            builder.AddIpAddress(address);
        }

        return builder.Build();
    }
}
