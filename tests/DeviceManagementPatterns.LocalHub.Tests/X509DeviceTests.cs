using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.LocalHub.Tests.Certificates;
using DeviceManagementPatterns.LocalHub.Tests.Mqtt;

namespace DeviceManagementPatterns.LocalHub.Tests;

/// <summary>Our own device client with a certificate, against LocalHub.</summary>
public sealed class X509DeviceTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("dmp-x509-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_certificate_in_memory_connects_a_device_and_reconnects_it()
    {
        await using var hub = await RunningHub.StartAsync();
        using var certificate = Persisted(_certificates.SelfSigned("d1"));
        await hub.RegisterThumbprintAsync("d1", certificate.Sha256());
        await using var device = Client(hub, options => options.ClientCertificate = certificate);
        await device.OpenAsync(Stop);

        await hub.Rest().PutAsync("/devices/d1", Body(certificate, "disabled"), "*");
        await hub.Rest().PutAsync("/devices/d1", Body(certificate, "enabled"), "*");

        (await device.UpdateReportedAsync(System.Text.Json.JsonElement.Parse("""{"a":1}"""), Stop)).ShouldBe(2);
    }

    [Fact]
    public async Task Files_with_intermediates_connect_a_device_to_a_hub_that_knows_the_root_again_and_again()
    {
        var root = _certificates.Authority("Root");
        var factory = _certificates.Authority("Factory", root);
        var line = _certificates.Authority("Line", factory);
        var certificate = _certificates.Signed("CN=d1", line);
        await using var hub = await RunningHub.StartAsync(configure: options => options.DeviceCertificateAuthorities.Add(root));
        await hub.RegisterSignedAsync("d1");
        var (file, keyFile) = (Path.Combine(_folder, "d1.pem"), Path.Combine(_folder, "d1.key.pem"));
        await File.WriteAllTextAsync(
            file, string.Join('\n', new[] { certificate, line, factory }.Select(one => one.ExportCertificatePem())), Stop);
        await File.WriteAllTextAsync(keyFile, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Stop);

        for (var i = 0; i < 3; i++)
        {
            await using var device = Client(hub, options => (options.ClientCertificateFile, options.ClientCertificateKeyFile) = (file, keyFile));
            await device.OpenAsync(Stop);
            (await device.GetTwinAsync(Stop)).Reported.Version.ShouldBe(1);
        }
    }

    [Fact]
    public async Task The_wrong_certificate_is_told_so()
    {
        await using var hub = await RunningHub.StartAsync();
        using var certificate = Persisted(_certificates.SelfSigned("d1"));
        await hub.RegisterThumbprintAsync("d1", new string('A', 40));
        await using var device = Client(hub, options => options.ClientCertificate = certificate);

        var error = await Should.ThrowAsync<HubException>(() => device.OpenAsync(Stop));

        error.Code.ShouldBe(HubErrorCode.IotHubUnauthorized);
        error.Message.ShouldContain("the certificate is not the registered one or has expired");
    }

    [Fact]
    public async Task Our_registry_may_write_a_device_without_taking_its_certificate()
    {
        await using var hub = await RunningHub.StartAsync();
        using var certificate = Persisted(_certificates.SelfSigned("d1"));
        await hub.RegisterThumbprintAsync("d1", certificate.Sha1());
        await using var overRest = new IotHubDeviceRegistry(hub.Hub.ConnectionString, new IotHubServiceOptions { CaFile = hub.Hub.CaFile });
        await using var inProcess = hub.Hub.CreateDeviceRegistry();
        foreach (var registry in new[] { overRest, inProcess })
        {
            var device = (await registry.GetDeviceAsync("d1", Stop)).ShouldNotBeNull();

            await registry.UpdateDeviceAsync(device, Stop);

            await using var client = Client(hub, options => options.ClientCertificate = certificate);
            await client.OpenAsync(Stop);
        }
    }

    private static IotHubDeviceClient Client(RunningHub hub, Action<IotHubDeviceOptions> configure)
    {
        var options = new IotHubDeviceOptions { CaFile = hub.Hub.CaFile };
        configure(options);
        return new IotHubDeviceClient(hub.Hub.GetDeviceConnectionString("d1"), options);
    }

    private static string Body(X509Certificate2 certificate, string status) =>
        $$"""{"deviceId":"d1","status":"{{status}}","authentication":{"x509Thumbprint":{"primaryThumbprint":"{{certificate.Sha256()}}"} } }""";

    private static X509Certificate2 Persisted(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
}
