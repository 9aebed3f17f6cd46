using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.LocalHub.Tests.Certificates;

/// <summary>Certificates of devices and of those who sign them, made for one test and disposed with it.</summary>
internal sealed class TestCertificates : IDisposable
{
    public static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Until = new(2049, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<IDisposable> _made = [];

    public X509Certificate2 SelfSigned(string name, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
        Sign(Request($"CN={name}", out var key), key, null, from, until);

    /// <summary>One that signs: a root, or below another.</summary>
    public X509Certificate2 Authority(string name, X509Certificate2? signedBy = null)
    {
        var request = Request($"CN={name}", out var key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return Sign(request, key, signedBy, null, null);
    }

    public X509Certificate2 Signed(string subject, X509Certificate2 authority, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
        Sign(Request(subject, out var key), key, authority, from, until);

    /// <summary>What a client shows: the certificate, and others along with it.</summary>
    public static SslStreamCertificateContext Shown(X509Certificate2 certificate, params X509Certificate2[] others) =>
        SslStreamCertificateContext.Create(certificate, [.. others.Select(other => X509CertificateLoader.LoadCertificate(other.RawData))], offline: true);

    public static X509Certificate2 WithoutKey(X509Certificate2 certificate) => X509CertificateLoader.LoadCertificate(certificate.RawData);

    public void Dispose() => _made.ForEach(made => made.Dispose());

    private CertificateRequest Request(string subject, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _made.Add(key);
        return new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
    }

    private X509Certificate2 Sign(CertificateRequest request, ECDsa key, X509Certificate2? authority, DateTimeOffset? from, DateTimeOffset? until)
    {
        X509Certificate2 made;
        if (authority is null)
        {
            made = request.CreateSelfSigned(from ?? From, until ?? Until);
        }
        else
        {
            using var issued = request.Create(authority, from ?? From, until ?? Until, RandomNumberGenerator.GetBytes(16));
            made = issued.CopyWithPrivateKey(key);
        }

        _made.Add(made);
        return made;
    }
}
