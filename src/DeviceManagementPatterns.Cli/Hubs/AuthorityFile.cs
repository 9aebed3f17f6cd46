using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.Cli.Hubs;

/// <summary>A PEM file of certificate authorities.</summary>
internal static class AuthorityFile
{
    /// <exception cref="ArgumentException">The file cannot be read, or holds no certificate.</exception>
    public static X509Certificate2Collection Read(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ArgumentException($"--device-ca names '{file}', which cannot be read: {exception.Message}", exception);
        }

        return authorities.Count > 0
            ? authorities
            : throw new ArgumentException($"--device-ca names '{file}', which holds no certificate: it must be a PEM file.");
    }
}
