using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.LocalHub.Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace DeviceManagementPatterns.LocalHub.Hosting;

/// <summary>
/// TLS of both ports. Every client is asked for a certificate and none needs one. Any is taken here, because who it must be from is known
/// only once the device has named itself.
/// </summary>
internal sealed class HubTls(HubCertificates certificates)
{
    /// <summary>As long as the SDKs wait: thousands of devices may come back at once.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(60);

    private readonly SslStreamCertificateContext _server =
        SslStreamCertificateContext.Create(certificates.Server, [certificates.Authority], offline: true);

    public TlsHandshakeCallbackOptions Options => new()
    {
        HandshakeTimeout = HandshakeTimeout,
        OnConnection = context => ValueTask.FromResult(OptionsFor(context.Connection)),
    };

    private SslServerAuthenticationOptions OptionsFor(ConnectionContext connection) => new()
    {
        ServerCertificateContext = _server,
        ClientCertificateRequired = true,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
#pragma warning disable CA5359 // Whose certificate it must be is judged at CONNECT, where a refusal can be said and logged.
        RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
        {
            Keep(connection, certificate, chain);
            return true;
        },
#pragma warning restore CA5359
    };

    private static void Keep(ConnectionContext connection, X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is not null)
        {
            byte[][] others = chain is null ? [] : [.. chain.ChainPolicy.ExtraStore.Select(other => other.RawData)];
            connection.Features.Set(new ShownCertificate(certificate.GetRawCertData(), others));
        }
    }
}
