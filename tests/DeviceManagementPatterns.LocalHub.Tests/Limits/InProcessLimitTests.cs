using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

public sealed class InProcessLimitTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Operations => new()
    {
        { "create", 100 }, { "get", 100 }, { "list", 100 }, { "update", 100 }, { "delete", 100 }, { "query", 20 },
        { "twin", 100 }, { "patch", 50 }, { "method", 40 }, { "open", 100 }, { "deviceTwin", 100 }, { "report", 50 },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_links_in_process_go_through_the_same_limits(string operation, int burst)
    {
        await using var hub = await StartAsync(HubTier.S1);
        await hub.CreateDeviceAsync("d1", Stop);
        await using var device = hub.CreateDeviceClient("d1");
        if (operation is "deviceTwin" or "report")
        {
            await device.OpenAsync(Stop);
        }

        for (var i = 0; i < burst; i++)
        {
            (await CodeOfAsync(hub, device, operation)).ShouldNotBe(HubErrorCode.ThrottlingException);
        }

        (await CodeOfAsync(hub, device, operation)).ShouldBe(HubErrorCode.ThrottlingException);
    }

    [Theory]
    [InlineData("twin")]
    [InlineData("patch")]
    [InlineData("method")]
    [InlineData("deviceTwin")]
    [InlineData("report")]
    public async Task A_basic_tier_lacks_the_same_things(string operation)
    {
        await using var hub = await StartAsync(HubTier.B1);
        await hub.CreateDeviceAsync("d1", Stop);
        await using var device = hub.CreateDeviceClient("d1");
        await device.OpenAsync(Stop);

        (await CodeOfAsync(hub, device, operation)).ShouldBe(HubErrorCode.OperationNotAvailableInCurrentTier);
    }

    [Fact]
    public async Task A_device_that_is_throttled_while_it_reconnects_comes_again()
    {
        await using var hub = await StartAsync(HubTier.S1);
        await hub.CreateDeviceAsync("d1", Stop);
        await hub.CreateDeviceAsync("d2", Stop);
        await using var device = hub.CreateDeviceClient("d1");
        await device.OpenAsync(Stop);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        await OpenAndCloseAsync(hub);
        for (var i = 0; i < 300; i++)
        {
            while (await CodeOfAsync(hub, device, "openOther") is null)
            {
            }

            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Delay(1, Stop);
        }

        device.ConnectionStatus.State.ShouldBe(ConnectionState.Reconnecting);
        for (var attempt = 0; device.ConnectionStatus.State != ConnectionState.Connected; attempt++)
        {
            attempt.ShouldBeLessThan(2000);
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1, Stop);
        }
    }

    private static async Task<HubErrorCode?> CodeOfAsync(LocalIotHub hub, IDeviceClient device, string operation)
    {
        var registry = hub.CreateDeviceRegistry();
        var service = hub.CreateServiceClient();
        var patch = JsonElement.Parse("{}");
        try
        {
            await (operation switch
            {
                "create" => registry.CreateDeviceAsync(new DeviceIdentity("d1"), Stop),
                "get" => registry.GetDeviceAsync("d1", Stop),
                "list" => registry.ListDevicesAsync(1, Stop),
                "update" => registry.UpdateDeviceAsync(new DeviceIdentity("d1"), Stop),
                "delete" => registry.DeleteDeviceAsync("none", default, Stop),
                "query" => service.QueryAsync("SELECT * FROM devices", cancellationToken: Stop),
                "twin" => service.GetTwinAsync("d1", Stop),
                "patch" => service.UpdateTwinAsync("d1", new TwinUpdate { Tags = patch }, default, Stop),
                "method" => service.InvokeMethodAsync("none", new DirectMethodCall("reboot") { ResponseTimeout = TimeSpan.FromSeconds(5) }, Stop),
                "open" => OpenAndCloseAsync(hub),
                "openOther" => OpenAndCloseAsync(hub, "d2"),
                "deviceTwin" => device.GetTwinAsync(Stop),
                _ => device.UpdateReportedAsync(patch, Stop),
            });
            return null;
        }
        catch (HubException e)
        {
            return e.Code;
        }
    }

    private static async Task OpenAndCloseAsync(LocalIotHub hub, string deviceId = "d1")
    {
        await using var device = hub.CreateDeviceClient(deviceId);
        await device.OpenAsync(Stop);
    }

    private Task<LocalIotHub> StartAsync(HubTier tier) => LocalIotHub.StartAsync(
        new LocalHubOptions
        {
            TimeProvider = _time,
            Tier = tier,
            Throttling = new ThrottlingOptions { Burst = TimeSpan.Zero, QueueLength = 0 },
        },
        Stop);
}
