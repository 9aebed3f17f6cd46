using DeviceManagementPatterns.Tests.Fixtures;

namespace DeviceManagementPatterns.Tests.Http;

public sealed class RegistryTests : IAsyncLifetime
{
    private const string Key = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM=";
    private const string Device = """{"deviceId":"d1","etag":"MQ==","status":"enabled","authentication":{"symmetricKey":{"primaryKey":"cA==","secondaryKey":"cw=="},"type":"sas"}}""";

    private readonly TestAuthority _authority = new();
    private ScriptedHub _hub = null!;
    private IotHubDeviceRegistry _registry = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await ScriptedHub.StartAsync(_authority.Issue("localhost"));
        _registry = new IotHubDeviceRegistry(
            $"HostName=localhost:{_hub.Port};SharedAccessKeyName=registryReadWrite;SharedAccessKey={Key}",
            new IotHubServiceOptions { CaFile = _authority.CaFile, MaxRetryAttempts = 0 });
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        await _hub.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task Registering_sends_no_stamp_and_returns_the_keys_that_the_hub_made()
    {
        _hub.Answer(200, Device);

        var device = await _registry.CreateDeviceAsync(new DeviceIdentity("d1"), Stop);

        (device.PrimaryKey, device.SecondaryKey, device.ETag).ShouldBe(("cA==", "cw==", new ETag("MQ==")));
        var seen = _hub.Seen.Single();
        seen.Target.ShouldBe("PUT /devices/d1?api-version=2021-04-12");
        seen.Headers.ShouldNotContainKey("If-Match");
    }

    [Fact]
    public async Task A_taken_id_is_told()
    {
        _hub.Answer(
            409, """{"Message":"ErrorCode:DeviceAlreadyExists;d1","ExceptionMessage":""}""", ("iothub-errorcode", "DeviceAlreadyExists"));

        var error = await Should.ThrowAsync<HubException>(() => _registry.CreateDeviceAsync(new DeviceIdentity("d1"), Stop));

        error.Code.ShouldBe(HubErrorCode.DeviceAlreadyExists);
        error.IsOutcomeUnknown.ShouldBeFalse();
    }

    [Fact]
    public async Task Writing_sends_the_devices_stamp()
    {
        _hub.Answer(200, Device);

        await _registry.UpdateDeviceAsync(
            new DeviceIdentity("d1") { PrimaryKey = "cA==", SecondaryKey = "cw==", IsEnabled = false, ETag = new ETag("MQ==") }, Stop);

        var seen = _hub.Seen.Single();
        seen.Headers["If-Match"].ShouldBe("\"MQ==\"");
        seen.Body.ShouldBe("""{"deviceId":"d1","etag":"MQ==","status":"disabled","authentication":{"symmetricKey":{"primaryKey":"cA==","secondaryKey":"cw=="},"type":"sas"}}""");
    }

    [Theory]
    [InlineData(
        """{"x509Thumbprint":{"primaryThumbprint":"AB","secondaryThumbprint":null},"type":"selfSigned"}""",
        """{"x509Thumbprint":{"primaryThumbprint":"AB","secondaryThumbprint":null},"type":"selfSigned"}""")]
    [InlineData(
        """{"type":"certificateAuthority"}""",
        """{"x509Thumbprint":{"primaryThumbprint":null,"secondaryThumbprint":null},"type":"certificateAuthority"}""")]
    [InlineData("""{"type":"sas"}""", """{"symmetricKey":{"primaryKey":null,"secondaryKey":null},"type":"sas"}""")]
    public async Task Writing_a_device_without_keys_leaves_it_its_certificate(string authentication, string written)
    {
        _hub.Answer(200, $$"""{"deviceId":"d1","authentication":{{authentication}} }""");
        _hub.Answer(200, Device);

        await _registry.UpdateDeviceAsync(new DeviceIdentity("d1") { IsEnabled = false }, Stop);

        _hub.Seen.Select(seen => seen.Target).ShouldBe(["GET /devices/d1?api-version=2021-04-12", "PUT /devices/d1?api-version=2021-04-12"]);
        _hub.Seen.Last().Body.ShouldBe($$"""{"deviceId":"d1","status":"disabled","authentication":{{written}}}""");
    }

    [Fact]
    public async Task A_single_key_is_refused_before_anything_is_sent()
    {
        await Should.ThrowAsync<ArgumentException>(
            () => _registry.UpdateDeviceAsync(new DeviceIdentity("d1") { PrimaryKey = "cA==" }, Stop));

        _hub.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_device_is_null_and_the_list_is_read()
    {
        _hub.Answer(404, "", ("iothub-errorcode", "DeviceNotFound"));
        _hub.Answer(200, $"[{Device},{Device}]");

        (await _registry.GetDeviceAsync("d#1", Stop)).ShouldBeNull();
        (await _registry.ListDevicesAsync(7, Stop)).Count.ShouldBe(2);

        _hub.Seen.Select(seen => seen.Target).ShouldBe(
            ["GET /devices/d%231?api-version=2021-04-12", "GET /devices?api-version=2021-04-12&top=7"]);
    }

    [Fact]
    public async Task Removing_needs_no_body_in_the_answer()
    {
        _hub.Answer(context => { context.Response.StatusCode = 204; return Task.CompletedTask; });

        await _registry.DeleteDeviceAsync("d1", cancellationToken: Stop);

        var seen = _hub.Seen.Single();
        seen.Target.ShouldBe("DELETE /devices/d1?api-version=2021-04-12");
        seen.Headers["If-Match"].ShouldBe("\"*\"");
    }
}
