using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Probe;

/// <summary>A TLS session with itself: shows that the image holds the libraries for it.</summary>
internal static class TlsRoundTrip
{
    public static async Task<string> RunAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=probe", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var peer = await listener.AcceptTcpClientAsync();

        await using var far = new SslStream(peer.GetStream());
        await using var near = new SslStream(client.GetStream());
        var answering = far.AuthenticateAsServerAsync(certificate);
        await near.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "probe",
            RemoteCertificateValidationCallback = (_, presented, _, _) =>
                presented?.GetCertHashString() == certificate.GetCertHashString(),
        });
        await answering;
        return near.SslProtocol.ToString();
    }
}
