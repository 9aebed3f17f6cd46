using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.InProcess;
using DeviceManagementPatterns.LocalHub.Tests.Hub;
using static DeviceManagementPatterns.LocalHub.Tests.InProcess.InProcessFixture;

namespace DeviceManagementPatterns.LocalHub.Tests.InProcess;

public sealed class ConnectionTests
{
    [Fact]
    public async Task A_client_is_down_until_it_is_opened_and_up_until_it_is_disposed()
    {
        var fixture = await StartAsync();
        var early = () => fixture.Device.GetTwinAsync(Stop);
        (await early.ShouldThrowAsync<HubException>()).Message.ShouldBe("The link of 'd1' is down: The client was not opened yet. Nothing was sent.");

        await fixture.Device.OpenAsync(Stop);
        await fixture.Device.OpenAsync(Stop);
        fixture.Device.ConnectionStatus.ShouldBe(new ConnectionStatus(ConnectionState.Connected));
        fixture.Hub.Runtime.GetStatistics().ConnectedDeviceCount.ShouldBe(1);

        await fixture.Device.DisposeAsync();
        await fixture.Device.DisposeAsync();
        fixture.Device.ConnectionStatus.State.ShouldBe(ConnectionState.Disconnected);
        fixture.Hub.Runtime.GetStatistics().ConnectedDeviceCount.ShouldBe(0);
        var reopen = () => fixture.Device.OpenAsync(Stop);
        await reopen.ShouldThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task An_unknown_or_disabled_device_is_refused()
    {
        var fixture = await StartAsync();
        await using var unknown = new InProcessDeviceClient(fixture.Hub.Runtime, "d2");
        await fixture.Registry.UpdateDeviceAsync(new DeviceIdentity("d1") { IsEnabled = false }, Stop);
        var openUnknown = () => unknown.OpenAsync(Stop);
        var openDisabled = () => fixture.Device.OpenAsync(Stop);

        var refusal = await openUnknown.ShouldThrowAsync<HubException>();
        refusal.Code.ShouldBe(HubErrorCode.IotHubUnauthorized);
        refusal.Message.ShouldBe("The hub refuses 'd2': Device 'd2' is not registered.");
        (await openDisabled.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.IotHubUnauthorized);
    }

    [Fact]
    public async Task A_link_that_the_hub_drops_comes_back_by_itself()
    {
        var fixture = await StartAsync();
        await fixture.Device.OpenAsync(Stop);
        await fixture.Device.AddMethodHandlerAsync("ping", (_, _) => Task.FromResult(new DirectMethodResponse(200)), Stop);
        var connected = NextStatusAsync(fixture.Device, ConnectionState.Connected);

        await DropAsync(fixture);
        await AdvanceUntilAsync(fixture, connected);

        (await fixture.InvokeAsync("ping")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_device_that_is_disabled_meanwhile_stays_down_and_says_why_until_it_is_opened_again()
    {
        var fixture = await StartAsync();
        await fixture.Device.OpenAsync(Stop);
        var down = NextStatusAsync(fixture.Device, ConnectionState.Disconnected);

        await fixture.Registry.UpdateDeviceAsync(new DeviceIdentity("d1") { IsEnabled = false }, Stop);
        await AdvanceUntilAsync(fixture, down);

        (await down).Reason.ShouldBe("The hub refuses 'd1': Device 'd1' is disabled. Enable it in the registry first.");
        await fixture.Registry.UpdateDeviceAsync(new DeviceIdentity("d1"), Stop);
        await fixture.Device.OpenAsync(Stop);
        fixture.Device.ConnectionStatus.State.ShouldBe(ConnectionState.Connected);
    }

    [Fact]
    public async Task Work_on_a_link_that_is_down_fails_at_once()
    {
        var fixture = await StartAsync();
        await fixture.Device.OpenAsync(Stop);
        await DropAsync(fixture);
        var update = () => fixture.Device.UpdateReportedAsync(Json("{}"), Stop);

        (await update.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.Network);
    }

    /// <summary>Another connection takes over and goes away again.</summary>
    internal static async Task DropAsync(InProcessFixture fixture)
    {
        var reconnecting = NextStatusAsync(fixture.Device, ConnectionState.Reconnecting);
        fixture.Hub.Runtime.OpenSession(new HubIdentityId("d1"), new RecordingLink(), cleanSession: true, modelId: null).Close("gone");
        await reconnecting;
    }

    internal static Task<ConnectionStatus> NextStatusAsync(InProcessDeviceClient device, ConnectionState state)
    {
        var reached = new TaskCompletionSource<ConnectionStatus>();
        device.ConnectionStatusChanged += (_, status) =>
        {
            if (status.State == state)
            {
                reached.TrySetResult(status);
            }
        };
        return reached.Task;
    }

    /// <summary>Moves the clock on until what waits for it has happened.</summary>
    internal static async Task AdvanceUntilAsync(InProcessFixture fixture, Task happened)
    {
        while (!happened.IsCompleted)
        {
            Stop.ThrowIfCancellationRequested();
            fixture.Hub.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }
}
