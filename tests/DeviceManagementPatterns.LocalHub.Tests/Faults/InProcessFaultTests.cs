using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

public sealed class InProcessFaultTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    private static DirectMethodCall Call => new("reboot") { ResponseTimeout = TimeSpan.FromSeconds(30) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_late_method_answer_comes_when_the_time_is_moved()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await using var device = await DeviceAsync(hub);
        await using var service = hub.Hub.CreateServiceClient();
        hub.Hub.Faults.Add("delay methodReply 3s");

        var answer = service.InvokeMethodAsync("d1", Call, Stop);

        (await Task.WhenAny(answer, Task.Delay(50, Stop))).ShouldNotBe(answer);
        (await MoveUntilAsync(answer)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_lost_method_answer_is_an_unknown_outcome()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await using var device = await DeviceAsync(hub);
        await using var service = hub.Hub.CreateServiceClient();
        hub.Hub.Faults.Add("drop methodReply");

        var lost = await Should.ThrowAsync<HubException>(
            () => MoveUntilAsync(service.InvokeMethodAsync("d1", Call, Stop)));

        lost.Code.ShouldBe(HubErrorCode.GatewayTimeout);
        lost.IsOutcomeUnknown.ShouldBeTrue();
    }

    [Theory]
    [InlineData("drop reportedPatch", HubErrorCode.Timeout, false, false)]
    [InlineData("loseReply reportedPatch", HubErrorCode.Timeout, true, true)]
    [InlineData("throttle reportedPatch", HubErrorCode.ThrottlingException, false, false)]
    [InlineData("disconnect reportedPatch", HubErrorCode.Network, false, false)]
    public async Task A_devices_patch_fails_as_the_rule_says(string rule, HubErrorCode code, bool isUnknown, bool isWritten)
    {
        await using var hub = await RunningHub.StartAsync();
        await using var device = await DeviceAsync(hub);
        hub.Hub.Faults.Add(rule);

        var failed = await Should.ThrowAsync<HubException>(() => device.UpdateReportedAsync(Parse("""{"a":1}"""), Stop));

        failed.Code.ShouldBe(code);
        failed.IsOutcomeUnknown.ShouldBe(isUnknown);
        (await hub.Rest().GetAsync("/twins/d1")).Body.Contains("\"a\":1").ShouldBe(isWritten);
    }

    [Fact]
    public async Task A_back_ends_call_fails_as_the_rule_says()
    {
        await using var hub = await RunningHub.StartAsync();
        await using var device = await DeviceAsync(hub);
        await using var service = hub.Hub.CreateServiceClient();
        hub.Hub.Faults.Add("throttle twinRead times=1");
        hub.Hub.Faults.Add("loseReply twinWrite times=1");

        (await Should.ThrowAsync<HubException>(() => service.GetTwinAsync("d1", Stop))).Code.ShouldBe(HubErrorCode.ThrottlingException);
        var lost = await Should.ThrowAsync<HubException>(() => service.UpdateTwinAsync("d1", new TwinUpdate { Tags = Parse("""{"a":1}""") }, cancellationToken: Stop));

        lost.IsOutcomeUnknown.ShouldBeTrue();
        (await service.GetTwinAsync("d1", Stop))!.Tags.GetRawText().ShouldBe("""{"a":1}""");
    }

    [Fact]
    public async Task A_lost_notification_is_not_seen_and_the_twin_has_the_change()
    {
        await using var hub = await RunningHub.StartAsync();
        await using var device = await DeviceAsync(hub);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var watch = device.WatchDesiredAsync(enough.Token).GetAsyncEnumerator(enough.Token);
        (await watch.MoveNextAsync()).ShouldBeTrue();
        hub.Hub.Faults.Add("drop desiredNotification times=1");

        await hub.Rest().PatchAsync("/twins/d1", """{"properties":{"desired":{"v":2}}}""");
        var next = watch.MoveNextAsync().AsTask();
        (await Task.WhenAny(next, Task.Delay(50, Stop))).ShouldNotBe(next);
        (await device.GetTwinAsync(Stop)).Desired.Properties.GetRawText().ShouldBe("""{"v":2}""");
        await hub.Rest().PatchAsync("/twins/d1", """{"properties":{"desired":{"v":3}}}""");

        (await next).ShouldBeTrue();
        watch.Current.Properties.GetRawText().ShouldBe("""{"v":3}""");
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement.Clone();

    private static async Task<IDeviceClient> DeviceAsync(RunningHub hub)
    {
        await hub.Hub.CreateDeviceAsync("d1", Stop);
        var device = hub.Hub.CreateDeviceClient("d1");
        await device.AddMethodHandlerAsync("reboot", (_, _) => Task.FromResult(new DirectMethodResponse(200)), Stop);
        await device.OpenAsync(Stop);
        return device;
    }

    private async Task<T> MoveUntilAsync<T>(Task<T> awaited)
    {
        while (!awaited.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(awaited, Task.Delay(5, Stop));
        }

        return await awaited;
    }
}
