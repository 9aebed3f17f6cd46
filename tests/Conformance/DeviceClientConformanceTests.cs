namespace DeviceManagementPatterns.Conformance;

/// <summary>What every link promises behind <see cref="IDeviceClient"/>: here its life.</summary>
public abstract partial class DeviceClientConformanceTests(HubLink link) : ConformanceTests(link)
{
    [Fact]
    public async Task A_link_is_down_until_it_is_opened_and_up_until_it_is_disposed()
    {
        var device = await CreateDeviceAsync();
        device.ConnectionStatus.State.ShouldNotBe(ConnectionState.Connected);

        await device.OpenAsync(Stop);
        device.ConnectionStatus.State.ShouldBe(ConnectionState.Connected);
        (await Registry.GetDeviceAsync(device.DeviceId, Stop)).ShouldNotBeNull().IsConnected.ShouldBeTrue();

        await device.DisposeAsync();
        device.ConnectionStatus.State.ShouldBe(ConnectionState.Disconnected);
    }

    [Fact]
    public async Task Work_before_opening_is_refused()
    {
        await using var device = await CreateDeviceAsync();

        (await RefusalAsync(() => device.GetTwinAsync(Stop))).Code.ShouldBe(HubErrorCode.Network);
        (await RefusalAsync(() => device.UpdateReportedAsync(Parse("{}"), Stop))).Code.ShouldBe(HubErrorCode.Network);
    }

    [Fact]
    public async Task Opening_twice_and_disposing_twice_do_nothing_more()
    {
        var device = await ConnectAsync();
        var changes = 0;
        device.ConnectionStatusChanged += (_, _) => Interlocked.Increment(ref changes);

        await device.OpenAsync(Stop);
        changes.ShouldBe(0);
        await device.DisposeAsync();
        await device.DisposeAsync();

        changes.ShouldBe(1);
    }

    [Fact]
    public async Task A_disposed_client_does_nothing_any_more()
    {
        var device = await ConnectAsync();

        await device.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => device.OpenAsync(Stop));
        await Should.ThrowAsync<ObjectDisposedException>(() => device.AddMethodHandlerAsync("m", Answer(200), Stop));
    }

    [Fact]
    public async Task Status_events_follow_the_link_and_are_raised_after_the_status_has_changed()
    {
        await using var device = await CreateDeviceAsync();
        var connected = NextStatusAsync(device, ConnectionState.Connected);
        var disconnected = NextStatusAsync(device, ConnectionState.Disconnected);
        var agreed = true;
        device.ConnectionStatusChanged += (_, status) => agreed &= device.ConnectionStatus == status;

        await device.OpenAsync(Stop);
        await connected;
        await device.DisposeAsync();
        await disconnected;

        agreed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_link_that_another_connection_took_over_comes_back_by_itself_with_its_handlers()
    {
        await using var device = await ConnectAsync();
        await device.AddMethodHandlerAsync("ping", Answer(200), Stop);
        var lost = NextStatusAsync(device, ConnectionState.Reconnecting);

        await using (var other = await CreateDeviceClientAsync(device.DeviceId))
        {
            await other.OpenAsync(Stop);
            await lost;
        }

        var result = await Service.InvokeMethodAsync(device.DeviceId, Call("ping", connectSeconds: 10), Stop);
        result.Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_unknown_device_is_refused()
    {
        await using var device = await CreateDeviceClientAsync(NewId());

        var refusal = await RefusalAsync(() => device.OpenAsync(Stop));

        refusal.Code.ShouldBe(HubErrorCode.IotHubUnauthorized);
        refusal.Message.ShouldContain(device.DeviceId);
        device.ConnectionStatus.State.ShouldBe(ConnectionState.Disconnected);
    }

    [Fact]
    public async Task A_disabled_device_is_refused_until_it_is_enabled()
    {
        await using var device = await CreateDeviceAsync();
        var identity = await Registry.GetDeviceAsync(device.DeviceId, Stop);
        var disabled = await Registry.UpdateDeviceAsync(identity! with { IsEnabled = false }, Stop);

        (await RefusalAsync(() => device.OpenAsync(Stop))).Code.ShouldBe(HubErrorCode.IotHubUnauthorized);
        await Registry.UpdateDeviceAsync(disabled with { IsEnabled = true }, Stop);
        await device.OpenAsync(Stop);

        device.ConnectionStatus.State.ShouldBe(ConnectionState.Connected);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_already_sends_nothing()
    {
        await using var closed = await CreateDeviceAsync();
        await using var device = await ConnectAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(() => closed.OpenAsync(cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => device.GetTwinAsync(cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => device.UpdateReportedAsync(Parse("""{"a":1}"""), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => device.AddMethodHandlerAsync("m", Answer(200), cancelled));

        closed.ConnectionStatus.State.ShouldNotBe(ConnectionState.Connected);
        (await device.GetTwinAsync(Stop)).Reported.Find("a").ShouldBeNull();
        await device.AddMethodHandlerAsync("m", Answer(200), Stop);
    }
}
