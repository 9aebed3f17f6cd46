using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary>A hub of somebody else's: it knows one device, and nothing of LocalHub's own.</summary>
internal sealed class OrdinaryHub : IAsyncDisposable
{
    public const string DeviceKey = "ZGV2aWNlLWtleS1mb3ItdGVzdHM=";

    private readonly WebApplication _application;
    private readonly X509Certificate2 _certificate = SelfSigned();

    private OrdinaryHub()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _application = builder.Build();
        _application.Run(AnswerAsync);
        CaFile = Path.Combine(Directory.CreateTempSubdirectory("ordinary-hub-").FullName, "ca.pem");
        File.WriteAllText(CaFile, _certificate.ExportCertificatePem());
    }

    public string CaFile { get; }

    public string ConnectionString => $"HostName=localhost:{Port};SharedAccessKeyName=iothubowner;SharedAccessKey={DeviceKey}";

    private int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public static async Task<OrdinaryHub> StartAsync()
    {
        var hub = new OrdinaryHub();
        await hub._application.StartAsync();
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(Path.GetDirectoryName(CaFile)!, recursive: true);
    }

    private static Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/devices"))
        {
            return http.Response.WriteAsync(
                "{\"deviceId\":\"d1\",\"authentication\":{\"symmetricKey\":{\"primaryKey\":\"" + DeviceKey + "\"}}}");
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
