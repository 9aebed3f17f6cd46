using System.Net;
using System.Net.Sockets;
using DeviceManagementPatterns.Tests.Fixtures;

namespace DeviceManagementPatterns.Tests.Http;

public sealed class TrustTests : IDisposable
{
    private const string Key = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM=";
    private const string Twin = """{"deviceId":"d1","properties":{"desired":{},"reported":{}}}""";

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("localhost", "localhost")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("myhub.localhost", "myhub.localhost")]
    public async Task The_authority_of_the_CA_file_is_trusted(string dialled, string certified)
    {
        await using var hub = await ScriptedHub.StartAsync(_authority.Issue(certified));
        await using var client = Client(dialled, hub.Port, _authority.CaFile);
        hub.Answer(200, Twin);

        (await client.GetTwinAsync("d1", Stop))!.DeviceId.ShouldBe("d1");
    }

    [Fact]
    public async Task Any_of_several_authorities_in_the_file_will_do()
    {
        var both = Path.GetTempFileName();
        await File.WriteAllLinesAsync(both, File.ReadLines(_other.CaFile).Concat(File.ReadLines(_authority.CaFile)), Stop);
        await using var hub = await ScriptedHub.StartAsync(_authority.Issue("localhost"));
        await using var client = Client("localhost", hub.Port, both);
        hub.Answer(200, Twin);

        (await client.GetTwinAsync("d1", Stop)).ShouldNotBeNull();
        File.Delete(both);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused_and_the_file_is_named()
    {
        await using var hub = await ScriptedHub.StartAsync(_authority.Issue("localhost"));
        await using var client = Client("localhost", hub.Port, _other.CaFile);

        var error = await Should.ThrowAsync<HubException>(() => client.GetTwinAsync("d1", Stop));

        error.Code.ShouldBe(HubErrorCode.CertificateNotTrusted);
        error.Message.ShouldContain(_other.CaFile);
        error.Message.ShouldContain("DMP_CA_FILE");
        hub.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_file_a_private_authority_is_refused_and_the_remedy_is_told()
    {
        await using var hub = await ScriptedHub.StartAsync(_authority.Issue("localhost"));
        await using var client = Client("localhost", hub.Port, caFile: null);

        var error = await Should.ThrowAsync<HubException>(() => client.GetTwinAsync("d1", Stop));

        error.Code.ShouldBe(HubErrorCode.CertificateNotTrusted);
        error.Message.ShouldContain("set IotHubServiceOptions.CaFile, or the environment variable DMP_CA_FILE");
    }

    [Fact]
    public async Task A_trusted_certificate_for_another_name_is_refused_and_its_names_are_told()
    {
        await using var hub = await ScriptedHub.StartAsync(_authority.Issue("other.example"));
        await using var client = Client("localhost", hub.Port, _authority.CaFile);

        var error = await Should.ThrowAsync<HubException>(() => client.GetTwinAsync("d1", Stop));

        error.Code.ShouldBe(HubErrorCode.CertificateNotTrusted);
        error.Message.ShouldContain("localhost sent a certificate for other.example");
    }

    [Fact]
    public async Task A_method_call_to_a_hub_that_does_not_listen_was_certainly_not_sent()
    {
        await using var client = Client("localhost", UnusedPort(), _authority.CaFile, retries: 1);

        var error = await Should.ThrowAsync<HubException>(
            () => client.InvokeMethodAsync("d1", new DirectMethodCall("reboot") { ResponseTimeout = TimeSpan.FromSeconds(5) }, Stop));

        error.Code.ShouldBe(HubErrorCode.Network);
        error.IsOutcomeUnknown.ShouldBeFalse();
        error.Message.ShouldContain("127.0.0.1: ConnectionRefused");
        error.Message.ShouldContain("Nothing was sent.");
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_told()
    {
        await using var client = Client("no-such-hub.invalid", 443, _authority.CaFile);

        var error = await Should.ThrowAsync<HubException>(() => client.GetTwinAsync("d1", Stop));

        error.Code.ShouldBe(HubErrorCode.Network);
        error.Message.ShouldContain("The name no-such-hub.invalid cannot be resolved");
    }

    [Theory]
    [InlineData("/no/such/file.pem", "cannot be read")]
    [InlineData("", "holds no certificate")]
    public void A_CA_file_that_is_missing_or_empty_is_told_at_once(string path, string fault)
    {
        var file = path.Length > 0 ? path : Path.GetTempFileName();

        var error = Should.Throw<ArgumentException>(() => Client("localhost", 1, file));

        error.Message.ShouldContain(file);
        error.Message.ShouldContain(fault);
        error.Message.ShouldContain("DMP_CA_FILE");
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IotHubServiceClient Client(string host, int port, string? caFile, int retries = 0) => new(
        $"HostName={host}:{port};SharedAccessKeyName=service;SharedAccessKey={Key}",
        new IotHubServiceOptions { CaFile = caFile, MaxRetryAttempts = retries, RetryBaseDelay = TimeSpan.FromMilliseconds(1) });
}
