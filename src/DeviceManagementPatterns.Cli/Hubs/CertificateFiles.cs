using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.Cli.Hubs;

/// <summary>A new self-signed certificate for a device, and its key, in two PEM files that did not exist before. The key is its owner's alone.</summary>
internal sealed class CertificateFiles
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ForAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private CertificateFiles(string certificateFile, string keyFile, string thumbprint) =>
        (CertificateFile, KeyFile, Thumbprint) = (certificateFile, keyFile, thumbprint);

    public string CertificateFile { get; }

    public string KeyFile { get; }

    /// <summary>SHA-256, hex.</summary>
    public string Thumbprint { get; }

    /// <exception cref="IOException">A file is there already, or cannot be written.</exception>
    public static CertificateFiles Make(string folder, string deviceId, int days, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = SelfSigned(key, deviceId, days, time.GetUtcNow());
        var name = string.Concat(deviceId.Select(character => Path.GetInvalidFileNameChars().Contains(character) ? '_' : character));
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, name);
        var made = new CertificateFiles($"{path}.pem", $"{path}.key.pem", certificate.GetCertHashString(HashAlgorithmName.SHA256));
        Write(made.KeyFile, key.ExportPkcs8PrivateKeyPem(), OwnerOnly);
        try
        {
            Write(made.CertificateFile, certificate.ExportCertificatePem(), ForAll);
        }
        catch
        {
            File.Delete(made.KeyFile);
            throw;
        }

        return made;
    }

    public void Remove()
    {
        File.Delete(CertificateFile);
        File.Delete(KeyFile);
    }

    private static X509Certificate2 SelfSigned(ECDsa key, string deviceId, int days, DateTimeOffset now)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(deviceId);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], false));
        return request.CreateSelfSigned(now - ClockSkew, now.AddDays(days));
    }

    private static void Write(string file, string pem, UnixFileMode mode)
    {
        if (File.Exists(file))
        {
            throw new IOException($"'{file}' is there already and is not overwritten: choose another folder with --dir, or move it away.");
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(pem + "\n");
    }
}
