using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.LocalHub.Certificates;

/// <summary>
/// Keeps the certificates as PEM files. A file appears whole or not at all, and the authority's key is written first and never
/// replaced, so that a hub that is killed while it starts leaves no half authority. Hubs take turns.
/// </summary>
internal sealed class CertificateFolder(string path, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string CaFile { get; } = Path.Combine(path, "ca.pem");

    private string CaKeyFile { get; } = Path.Combine(path, "ca.key.pem");

    private string ServerFile { get; } = Path.Combine(path, "server.pem");

    /// <summary>The certificate authority with its key: the stored one, or a new one.</summary>
    /// <exception cref="IOException">The folder cannot be written, or what it holds is no certificate authority.</exception>
    public X509Certificate2 LoadAuthority()
    {
        using var key = LoadAuthorityKey();
        if (!File.Exists(CaFile))
        {
            SaveNewAuthority(key, overwrite: false);
        }

        var authority = ReadAuthority();
        if (Validity.IsFresh(authority, time))
        {
            return authority;
        }

        authority.Dispose();
        SaveNewAuthority(key, overwrite: true);
        return ReadAuthority();
    }

    /// <summary>The server certificate with its key: the stored one where it still serves, or a new one.</summary>
    public X509Certificate2 LoadServer(X509Certificate2 authority, HostNames names)
    {
        if (TryReadServer() is { } stored)
        {
            if (Validity.IsFresh(stored, time) && names.AreAllNamedBy(stored) && IsSignedBy(stored, authority))
            {
                return stored;
            }

            stored.Dispose();
        }

        using var key = CertificateAuthority.NewKey();
        using var server = CertificateAuthority.Issue(authority, key, names, time);
        Save(ServerFile, $"{server.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", overwrite: true, OwnerOnly);
        return CertificateAuthority.Persisted(server);
    }

    private static bool IsSignedBy(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate);
    }

    private ECDsa LoadAuthorityKey()
    {
        if (!File.Exists(CaKeyFile))
        {
            using var made = CertificateAuthority.NewKey();
            File.Delete(CaFile);
            Save(CaKeyFile, made.ExportPkcs8PrivateKeyPem() + "\n", overwrite: false, OwnerOnly);
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(CaKeyFile));
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw Unreadable(CaKeyFile, e);
        }
    }

    private void SaveNewAuthority(ECDsa key, bool overwrite)
    {
        using var authority = CertificateAuthority.CreateAuthority(key, time);
        Save(CaFile, authority.ExportCertificatePem() + "\n", overwrite, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    private X509Certificate2 ReadAuthority()
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(CaFile, CaKeyFile);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw Unreadable(CaFile, e);
        }
    }

    private X509Certificate2? TryReadServer()
    {
        try
        {
            using var read = X509Certificate2.CreateFromPemFile(ServerFile, ServerFile);
            return CertificateAuthority.Persisted(read);
        }
        catch (Exception e) when (e is FileNotFoundException or ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    private static IOException Unreadable(string file, Exception cause) => new(
        $"'{file}' is no certificate authority that LocalHub can use. Delete ca.pem and ca.key.pem there to have a new one made; "
            + "clients must then trust the new ca.pem.",
        cause);

    private static void Save(string file, string text, bool overwrite, UnixFileMode mode)
    {
        var partial = $"{file}.{Guid.NewGuid():N}.partial";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using (var writer = new StreamWriter(partial, options))
        {
            writer.Write(text);
        }

        try
        {
            File.Move(partial, file, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(file))
        {
            File.Delete(partial);
        }
    }
}
