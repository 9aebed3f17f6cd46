using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.Dialing;

/// <summary>What a device identifies itself with instead of a token, and what it sends along to connect it with an authority.</summary>
internal sealed class DeviceCertificate : IDisposable
{
    private const string CertificateOption = $"{nameof(IotHubDeviceOptions)}.{nameof(IotHubDeviceOptions.ClientCertificate)}";
    private const string FileOption = $"{nameof(IotHubDeviceOptions)}.{nameof(IotHubDeviceOptions.ClientCertificateFile)}";
    private const string KeyFileOption = $"{nameof(IotHubDeviceOptions)}.{nameof(IotHubDeviceOptions.ClientCertificateKeyFile)}";

    private readonly X509Certificate2? _owned;

    private DeviceCertificate(X509Certificate2 certificate, X509Certificate2Collection intermediates, X509Certificate2? owned)
    {
        _owned = owned;
        Context = SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
    }

    public SslStreamCertificateContext Context { get; }

    /// <returns>Null where the connection string holds another credential.</returns>
    /// <exception cref="ArgumentException">The connection string and the options do not fit together, or a file cannot be used.</exception>
    public static DeviceCertificate? Load(bool usesX509, IotHubDeviceOptions options)
    {
        var isGiven = options.ClientCertificate is not null || !string.IsNullOrEmpty(options.ClientCertificateFile);
        return (usesX509, isGiven) switch
        {
            (false, false) when string.IsNullOrEmpty(options.ClientCertificateKeyFile) => null,
            (false, _) => throw new ArgumentException(
                "The connection string has a key or a signature, and the options a certificate; a device uses one of them. "
                + "For the certificate write HostName=…;DeviceId=…;x509=true."),
            (true, false) => throw new ArgumentException(
                $"The connection string says x509=true: set {CertificateOption} to a certificate with its private key, or {FileOption} "
                + $"(and {KeyFileOption}) to PEM files."),
            _ when options.ClientCertificate is not { } certificate => FromFiles(options.ClientCertificateFile!, options.ClientCertificateKeyFile),
            _ when !string.IsNullOrEmpty(options.ClientCertificateFile) => throw new ArgumentException(
                $"{CertificateOption} and {FileOption} are both set: leave one out."),
            _ when !options.ClientCertificate.HasPrivateKey => throw new ArgumentException(
                $"{CertificateOption} '{options.ClientCertificate.Subject}' has no private key: load it with its key, "
                + $"as X509CertificateLoader.LoadPkcs12FromFile and X509Certificate2.CreateFromPemFile do, or set {FileOption}."),
            _ => new DeviceCertificate(options.ClientCertificate, [], owned: null),
        };
    }

    public void Dispose() => _owned?.Dispose();

    private static DeviceCertificate FromFiles(string file, string? keyFile)
    {
        var certificate = Read(file, string.IsNullOrEmpty(keyFile) ? file : keyFile);
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(file);
        X509Certificate2Collection intermediates = [.. all.Skip(1)];
        return new DeviceCertificate(certificate, intermediates, certificate);
    }

    private static X509Certificate2 Read(string file, string keyFile)
    {
        try
        {
            using var read = X509Certificate2.CreateFromPemFile(file, keyFile);

            // SslStream on Windows refuses keys that live in memory only; a round trip through PKCS#12 serves everywhere.
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            var files = file == keyFile ? $"'{file}'" : $"'{file}' and {KeyFileOption} '{keyFile}'";
            throw new ArgumentException(
                $"{FileOption} {files} cannot be used: {e.Message} They must be PEM files: the device's certificate first, "
                + "and its private key, not encrypted.",
                e);
        }
    }
}
