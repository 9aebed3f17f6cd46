using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.LocalHub.Certificates;

/// <summary>What the hub's listeners present, and what their clients must trust.</summary>
internal sealed class HubCertificates : IDisposable
{
    private readonly string? _temporaryFolder;

    private HubCertificates(X509Certificate2 server, X509Certificate2 authority, string caFile, string? temporaryFolder)
    {
        Server = server;
        Authority = X509CertificateLoader.LoadCertificate(authority.RawData);
        CaFile = caFile;
        _temporaryFolder = temporaryFolder;
    }

    /// <summary>The server certificate with its key.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>The certificate authority, without its key.</summary>
    public X509Certificate2 Authority { get; }

    public string CaFile { get; }

    public string CaPem => Authority.ExportCertificatePem() + "\n";

    /// <summary>Takes the certificates of a folder, making what is missing.</summary>
    /// <param name="folder">The folder, made where it is missing; null keeps the keys in memory and the authority's PEM in a temporary folder.</param>
    /// <param name="names">What the server certificate must name.</param>
    /// <param name="time">From where its validity runs.</param>
    /// <exception cref="IOException">The folder cannot be used; the message says what to do.</exception>
    public static HubCertificates Load(string? folder, HostNames names, TimeProvider time)
    {
        if (folder is null)
        {
            return InMemory(names, time);
        }

        try
        {
            var certificates = new CertificateFolder(MakeFolder(folder), time);
            using var turn = FolderTurn.Take(folder);
            using var authority = certificates.LoadAuthority();
            return new HubCertificates(certificates.LoadServer(authority, names), authority, certificates.CaFile, null);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The certificate folder '{folder}' cannot be used: {e.Message} Choose another with "
                + $"{nameof(LocalHubOptions)}.{nameof(LocalHubOptions.CertificateDirectory)} (dmp hub --cert-dir).", e);
        }
    }

    public void Dispose()
    {
        Server.Dispose();
        Authority.Dispose();
        if (_temporaryFolder is not null && Directory.Exists(_temporaryFolder))
        {
            Directory.Delete(_temporaryFolder, recursive: true);
        }
    }

    private static HubCertificates InMemory(HostNames names, TimeProvider time)
    {
        using var authorityKey = CertificateAuthority.NewKey();
        using var authority = CertificateAuthority.CreateAuthority(authorityKey, time);
        using var serverKey = CertificateAuthority.NewKey();
        using var server = CertificateAuthority.Issue(authority, serverKey, names, time);

        var folder = Directory.CreateTempSubdirectory("localhub-").FullName;
        var caFile = Path.Combine(folder, "ca.pem");
        File.WriteAllText(caFile, authority.ExportCertificatePem() + "\n");
        return new HubCertificates(CertificateAuthority.Persisted(server), authority, caFile, folder);
    }

    private static string MakeFolder(string folder)
    {
        var path = Path.GetFullPath(folder);
        if (OperatingSystem.IsWindows() || Directory.Exists(path))
        {
            return Directory.CreateDirectory(path).FullName;
        }

        return Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }
}
