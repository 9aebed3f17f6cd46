using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

public sealed class DisconnectTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_is_disconnected_once_and_may_come_back()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        (await hub.Hub.DisconnectAsync("d1", Stop)).ShouldBeTrue();

        await wire.ShouldEndAsync();
        (await hub.Hub.DisconnectAsync("d1", Stop)).ShouldBeFalse();
        using var back = await hub.ConnectAsync("d1");
    }

    [Fact]
    public async Task The_admin_endpoint_disconnects_and_tells_whether_the_device_was_there()
    {
        await using var hub = await RunningHub.StartAsync();
        using var wire = await hub.ConnectAsync("d1");

        var first = await hub.Rest().PostAsync("/$localhub/devices/d1/disconnect", "");
        await wire.ShouldEndAsync();
        var second = await hub.Rest().PostAsync("/$localhub/devices/d1/disconnect", "");
        var unknown = await hub.Rest().PostAsync("/$localhub/devices/d9/disconnect", "");

        first.Body.ShouldBe("""{"deviceId":"d1","wasConnected":true}""");
        second.Body.ShouldBe("""{"deviceId":"d1","wasConnected":false}""");
        unknown.ShouldBeError(404, "DeviceNotFound");
        (await Should.ThrowAsync<HubException>(() => hub.Hub.DisconnectAsync("d9", Stop))).Code.ShouldBe(HubErrorCode.DeviceNotFound);
    }

    [Fact]
    public async Task Our_client_comes_back_after_a_disconnection()
    {
        await using var hub = await RunningHub.StartAsync();
        var connectionString = await hub.Hub.CreateDeviceAsync("d1", Stop);
        await using var device = new IotHubDeviceClient(connectionString, new IotHubDeviceOptions { CaFile = hub.Hub.CaFile });
        await device.OpenAsync(Stop);

        await hub.Hub.DisconnectAsync("d1", Stop);

        await UntilAsync(() => device.ConnectionStatus.State == ConnectionState.Reconnecting);
        await UntilAsync(() => device.ConnectionStatus.State == ConnectionState.Connected);
        await device.GetTwinAsync(Stop);
    }

    [Fact]
    public async Task A_device_in_the_process_comes_back_too()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        await using var device = hub.Hub.CreateDeviceClient("d1");
        await device.OpenAsync(Stop);
        var states = new System.Collections.Concurrent.ConcurrentQueue<ConnectionState>();
        device.ConnectionStatusChanged += (_, status) => states.Enqueue(status.State);

        (await hub.Hub.DisconnectAsync("d1", Stop)).ShouldBeTrue();

        await UntilAsync(() => states.Contains(ConnectionState.Connected));
        states.ShouldBe([ConnectionState.Reconnecting, ConnectionState.Connected]);
    }

    [Fact]
    public async Task A_hub_that_is_down_drops_everybody_and_takes_nobody_until_its_time_is_over()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");

        hub.Hub.Faults.TakeDown(TimeSpan.FromSeconds(30));

        await wire.ShouldEndAsync();
        await Should.ThrowAsync<Exception>(() => hub.DialAsync());
        await Should.ThrowAsync<Exception>(() => hub.Rest().GetAsync("/devices/d1"));
        _time.Advance(TimeSpan.FromSeconds(29.9));
        await Should.ThrowAsync<Exception>(() => hub.Rest().GetAsync("/devices/d1"));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        (await hub.Rest().GetAsync("/devices/d1")).Status.ShouldBe(200);
        using var back = await hub.ConnectAsync("d1");
    }

    [Fact]
    public async Task Who_takes_the_hub_down_over_REST_gets_an_answer()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        using var wire = await hub.ConnectAsync("d1");

        var answer = await hub.Rest().PostAsync("/$localhub/outage", """{"for":"30s"}""");

        answer.Status.ShouldBe(204);
        await wire.ShouldEndAsync();
        await Should.ThrowAsync<Exception>(() => hub.Rest().GetAsync("/devices/d1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"for":30}""")]
    [InlineData("""{"for":"0s"}""")]
    [InlineData("""{"for":"2d"}""")]
    public async Task An_outage_without_a_right_time_is_refused(string body)
    {
        await using var hub = await RunningHub.StartAsync();

        var answer = await hub.Rest().PostAsync("/$localhub/outage", body);

        answer.ShouldBeError(400, "ArgumentInvalid");
        answer.Body.ShouldContain("for");
        (await hub.Rest().GetAsync("/devices")).Status.ShouldBe(200);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(5, Stop);
        }
    }
}
