using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.Dialing;

/// <summary>
/// Whom to trust: the machine's own list, or only the authorities of one PEM file. The host name is always checked, and what is
/// wrong is told in words.
/// </summary>
internal sealed class HubTrust
{
    public const string CaFileVariable = "DMP_CA_FILE";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection? _authorities;
    private readonly string? _caFile;
    private readonly string _optionName;

    private HubTrust(X509Certificate2Collection? authorities, string? caFile, string optionName) =>
        (_authorities, _caFile, _optionName) = (authorities, caFile, optionName);

    /// <param name="caFile">The PEM file, or null for the machine's own list.</param>
    /// <param name="optionName">The option that gave it, for messages.</param>
    /// <exception cref="ArgumentException">The file is missing, unreadable or holds no certificate.</exception>
    public static HubTrust Load(string? caFile, string optionName)
    {
        if (string.IsNullOrEmpty(caFile))
        {
            return new HubTrust(null, null, optionName);
        }

        var authorities = new X509Certificate2Collection();
        var origin = $"{optionName} (or the environment variable {CaFileVariable})";
        try
        {
            authorities.ImportFromPemFile(caFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ArgumentException($"{origin} names '{caFile}', which cannot be read: {e.Message}", e);
        }

        return authorities.Count > 0
            ? new HubTrust(authorities, caFile, optionName)
            : throw new ArgumentException(
                $"{origin} names '{caFile}', which holds no certificate: it must be a PEM file with one or more authorities.");
    }

    /// <summary>Options for one connection, or for a pool of them.</summary>
    /// <param name="targetHost">The name that the certificate must carry; null where the caller fills it in.</param>
    /// <param name="clientCertificate">What a device identifies itself with, if not with a token.</param>
    public SslClientAuthenticationOptions ForClient(string? targetHost, SslStreamCertificateContext? clientCertificate = null) => new()
    {
        TargetHost = targetHost,
        ClientCertificateContext = clientCertificate,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = _authorities is null ? null : ChainPolicy(_authorities),
        RemoteCertificateValidationCallback = Check,
    };

    private static X509ChainPolicy ChainPolicy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.None)
        {
            var host = (sender as SslStream)?.TargetHostName is { Length: > 0 } name ? name : "the hub";
            throw new HubException(HubErrorCode.CertificateNotTrusted, $"{host} {FaultOf(host, certificate, chain, errors)}.");
        }

        return errors == SslPolicyErrors.None;
    }

    private string FaultOf(string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => certificate switch
    {
        null => "sent no certificate",
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) =>
            $"sent a certificate for {NamesOf(certificate)}: dial one of these names, or give the hub a certificate for {host}",
        _ => $"sent a certificate that is not trusted ({Statuses(chain)}; issued by {certificate.Issuer}): {Remedy()}",
    };

    private string Remedy() => _caFile is null
        ? $"set {_optionName}, or the environment variable {CaFileVariable}, to the PEM file of the authority that issued it "
            + "(a local hub prints the path of its own)"
        : $"the authorities in '{_caFile}' ({_optionName} or {CaFileVariable}) did not issue it; "
            + "leave the option unset for a hub in the cloud";

    private static string Statuses(X509Chain? chain) =>
        chain?.ChainStatus is { Length: > 0 } statuses ? string.Join(", ", statuses.Select(status => status.Status)) : "no chain";

    private static string NamesOf(X509Certificate certificate)
    {
        using var parsed = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        var names = parsed.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] all = names is null
            ? []
            : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())];
        return all.Length > 0 ? string.Join(", ", all) : certificate.Subject;
    }
}
