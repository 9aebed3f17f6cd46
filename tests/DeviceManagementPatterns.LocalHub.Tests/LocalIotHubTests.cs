using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DeviceManagementPatterns.LocalHub.Tests.Http;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests;

public sealed class LocalIotHubTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_strings_name_the_ports_that_are_not_the_protocols_own()
    {
        await using var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);

        var device = DeviceConnectionString.Parse(await hub.CreateDeviceAsync("d1", Stop));
        var service = ServiceConnectionString.Parse(hub.ConnectionString);

        hub.HostName.ShouldBe("localhost");
        device.HostName.ShouldBe($"localhost:{hub.MqttsPort}");
        device.DeviceId.ShouldBe("d1");
        device.Format().ShouldBe(hub.GetDeviceConnectionString("d1"));
        service.HostName.ShouldBe($"localhost:{hub.HttpsPort}");
        service.SharedAccessKeyName.ShouldBe("iothubowner");
    }

    [Theory]
    [InlineData("service")]
    [InlineData("device")]
    [InlineData("registryRead")]
    [InlineData("registryReadWrite")]
    public async Task Each_policy_has_its_own_key(string policy)
    {
        await using var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);

        var parsed = ServiceConnectionString.Parse(hub.GetConnectionString(policy));

        parsed.SharedAccessKeyName.ShouldBe(policy);
        parsed.SharedAccessKey.ShouldNotBe(ServiceConnectionString.Parse(hub.ConnectionString).SharedAccessKey);
    }

    [Fact]
    public async Task What_does_not_exist_is_named()
    {
        await using var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);
        await hub.CreateDeviceAsync("d1", Stop);

        Should.Throw<ArgumentException>(() => hub.GetConnectionString("owner")).Message.ShouldContain("'owner'");
        Should.Throw<HubException>(() => hub.GetDeviceConnectionString("D1")).Code.ShouldBe(HubErrorCode.DeviceNotFound);
        var taken = await Should.ThrowAsync<HubException>(() => hub.CreateDeviceAsync("d1", Stop));
        taken.Code.ShouldBe(HubErrorCode.DeviceAlreadyExists);
        taken.Message.ShouldContain("'d1'");
    }

    public static TheoryData<Action<LocalHubOptions>, string> InvalidOptions => new()
    {
        { options => options.HostName = "", "HostName '' is empty" },
        { options => options.HostName = "https://localhost", "HostName 'https://localhost' must be a bare host name" },
        { options => options.HostName = "localhost:8443", "without a port" },
        { options => options.HostName = "my hub", "HostName 'my hub' is not a host name" },
        { options => options.MqttsPort = -1, "MqttsPort is -1" },
        { options => options.HttpsPort = 65536, "HttpsPort is 65536" },
        { options => options.MqttsPort = options.HttpsPort = 8443, "are both 8443" },
        { options => options.CertificateDirectory = " ", "CertificateDirectory is empty" },
    };

    [Theory]
    [MemberData(nameof(InvalidOptions), DisableDiscoveryEnumeration = true)]
    public async Task An_option_that_is_not_valid_is_named_with_its_value(Action<LocalHubOptions> change, string message)
    {
        var options = new LocalHubOptions();
        change(options);

        var error = await Should.ThrowAsync<ArgumentException>(() => LocalIotHub.StartAsync(options, Stop));

        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_busy_port_is_one_clear_error_and_leaves_nothing_behind()
    {
        await using var first = await LocalIotHub.StartAsync(cancellationToken: Stop);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var mqttsPort = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var options = new LocalHubOptions { MqttsPort = mqttsPort, HttpsPort = first.HttpsPort };

        var error = await Should.ThrowAsync<IOException>(() => LocalIotHub.StartAsync(options, Stop));

        error.Message.ShouldContain($"Port {first.HttpsPort} ");
        error.Message.ShouldContain("--https-port");
        await using var second = await LocalIotHub.StartAsync(new LocalHubOptions { MqttsPort = mqttsPort }, Stop);
        second.MqttsPort.ShouldBe(mqttsPort);
    }

    [Fact]
    public async Task A_hub_that_stops_ends_its_links_and_calls_at_once_and_frees_its_ports()
    {
        var hub = await RunningHub.StartAsync();
        using var device = await hub.ConnectAsync("d1");
        await device.SubscribeAsync("$iothub/methods/POST/#");
        var unanswered = hub.Rest().PostAsync("/twins/d1/methods", """{"methodName":"m"}""");
        await device.ReceiveMessageAsync();
        await hub.Hub.CreateDeviceAsync("d2", Stop);
        var waiting = hub.Rest().PostAsync("/twins/d2/methods", """{"methodName":"m","connectTimeoutInSeconds":60}""");
        var watch = Stopwatch.StartNew();

        await hub.Hub.DisposeAsync();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        await device.ShouldEndAsync();
        (await unanswered).Status.ShouldBeOneOf(404, 503);
        await ShouldEndAsync(waiting);
        var ports = new LocalHubOptions { MqttsPort = hub.Hub.MqttsPort, HttpsPort = hub.Hub.HttpsPort };
        await using (await LocalIotHub.StartAsync(ports, Stop))
        {
            await hub.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_hub_that_stops_ends_the_links_in_its_process_too()
    {
        var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);
        await hub.CreateDeviceAsync("d1", Stop);
        await using var device = hub.CreateDeviceClient("d1");
        await device.OpenAsync(Stop);
        device.ConnectionStatus.State.ShouldBe(ConnectionState.Connected);

        await hub.DisposeAsync();

        device.ConnectionStatus.State.ShouldBe(ConnectionState.Disconnected);
        Should.Throw<ObjectDisposedException>(() => hub.CreateDeviceClient("d1"));
    }

    [Fact]
    public async Task Stopping_twice_is_stopping_once()
    {
        var hub = await LocalIotHub.StartAsync(cancellationToken: Stop);
        var caFile = hub.CaFile;

        await Task.WhenAll(hub.DisposeAsync().AsTask(), hub.DisposeAsync().AsTask());
        await hub.DisposeAsync();

        File.Exists(caFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_start_that_is_cancelled_says_so()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => LocalIotHub.StartAsync(cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Many_hubs_run_side_by_side()
    {
        var hubs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => LocalIotHub.StartAsync(cancellationToken: Stop)));

        hubs.SelectMany(hub => new[] { hub.MqttsPort, hub.HttpsPort }).Distinct().Count().ShouldBe(10);
        foreach (var hub in hubs)
        {
            await hub.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("0.0.0.0")]
    public async Task It_listens_where_it_is_told(string address)
    {
        var listen = IPAddress.Parse(address);
        Assert.SkipUnless(listen.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var hub = await LocalIotHub.StartAsync(new LocalHubOptions { ListenAddress = listen }, Stop);

        using var client = new TcpClient(listen.AddressFamily);
        await client.ConnectAsync(listen.Equals(IPAddress.Any) ? IPAddress.Loopback : listen, hub.MqttsPort, Stop);
    }

    [Fact]
    public async Task A_hub_named_by_an_IPv6_address_writes_it_in_brackets()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var hub = await LocalIotHub.StartAsync(new LocalHubOptions { HostName = "::1" }, Stop);

        ServiceConnectionString.Parse(hub.ConnectionString).Endpoint.ShouldBe(new HubEndpoint("::1", hub.HttpsPort));
    }

    [Fact]
    public async Task The_hub_runs_on_the_clock_that_it_was_given()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero));
        await using var hub = await RunningHub.StartAsync(time);

        using var device = await hub.ConnectAsync("d1");

        var identity = (await hub.Rest().GetAsync("/devices/d1")).Json;
        identity.GetProperty("connectionStateUpdatedTime").GetDateTimeOffset().ShouldBe(time.GetUtcNow());
    }

    /// <summary>The call may have been under way, or may have found the hub closed.</summary>
    private static async Task ShouldEndAsync(Task<RestAnswer> call)
    {
        try
        {
            (await call).ShouldBeMethodError(503, 503001, "ServiceUnavailable");
        }
        catch (HttpRequestException)
        {
            // It came too late.
        }
    }
}
