using DeviceManagementPatterns.Operations;
using DeviceManagementPatterns.Reboot;

namespace DeviceManagementPatterns.Tests.Reboot;

/// <summary>The back-end half, against our device and against devices that run the tutorial's own code.</summary>
public sealed class RebootBackEndTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reboot_is_followed_to_its_proof()
    {
        await using var house = await RebootHouse.StartAsync();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        var reboot = await StartAsync(house, new RebootRequest { Reason = "kernel update", RequestedBy = "ops" });
        var done = await reboot.WaitForCompletionAsync(Long, Stop);

        reboot.Response!.Status.ShouldBe(202);
        done.RebootTime!.Value.ShouldBeGreaterThan(before);
        (done.OperationId, done.Phase).ShouldBe((reboot.Id, RebootPhase.Completed));
        house.Machine.LastContext!.ShouldBe(new RebootContext(reboot.Id, "kernel update", "ops", house.Machine.LastContext!.RequestedTime));
    }

    [Fact]
    public async Task A_failed_reboot_throws_and_does_not_look_like_an_old_success()
    {
        await using var house = await RebootHouse.StartAsync();
        await (await StartAsync(house)).WaitForCompletionAsync(Long, Stop);
        house.Machine.OnReboot = (_, _) => throw new InvalidOperationException("the relay is stuck");

        var second = await StartWhenFreeAsync(house);
        var failure = await Should.ThrowAsync<OperationException>(() => second.WaitForCompletionAsync(Long, Stop));

        (failure.OperationId, failure.Status, failure.Error!.Code).ShouldBe((second.Id, "failed", "handlerFailed"));
        failure.Message.ShouldContain("the relay is stuck");
    }

    [Fact]
    public async Task A_refusal_throws_and_names_the_reason()
    {
        await using var house = await RebootHouse.StartAsync();
        house.Machine.OnReboot = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        var first = await StartAsync(house);

        var refusal = await Should.ThrowAsync<OperationException>(() => StartAsync(house));

        (refusal.Status, refusal.Error!.Code, refusal.Response!.Status).ShouldBe(("rejected", "busy", 409));
        refusal.Message.ShouldContain(first.Id);
    }

    [Fact]
    public async Task An_operation_is_brought_back_by_its_id()
    {
        await using var house = await RebootHouse.StartAsync();
        var reboot = await StartAsync(house);

        var again = new RebootOperation(house.Service, RebootHouse.DeviceId, reboot.Id, TimeProvider.System);
        var done = await again.WaitForCompletionAsync(Long, Stop);

        done.OperationId.ShouldBe(reboot.Id);
        again.Response.ShouldBeNull();
        (await again.UpdateStatusAsync(Stop)).ShouldBe(done);
    }

    [Fact]
    public async Task Time_that_runs_out_says_where_the_operation_was()
    {
        await using var house = await RebootHouse.StartAsync();
        house.Machine.OnReboot = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        var reboot = await StartAsync(house);
        await house.UntilAsync(status => status.Phase == RebootPhase.Rebooting);

        var timeout = await Should.ThrowAsync<TimeoutException>(() => reboot.WaitForCompletionAsync(TimeSpan.FromMilliseconds(300), Stop));

        timeout.Message.ShouldContain("it last reported 'rebooting'");
    }

    [Fact]
    public async Task Cancellation_leaves_as_cancellation()
    {
        await using var house = await RebootHouse.StartAsync();
        house.Machine.OnReboot = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        var reboot = await StartAsync(house);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Should.ThrowAsync<OperationCanceledException>(() => reboot.WaitForCompletionAsync(Long, cancel.Token));
    }

    [Fact]
    public async Task An_unknown_device_is_named()
    {
        await using var house = await RebootHouse.StartAsync(withAgent: false);

        var problem = await Should.ThrowAsync<HubException>(() =>
            RebootStarter.StartAsync(house.Service, "nobody", new RebootRequest(), TimeProvider.System, Stop));

        problem.Code.ShouldBe(HubErrorCode.DeviceNotFound);
        problem.Message.ShouldContain("'nobody'");
    }

    [Fact]
    public async Task A_device_that_is_offline_is_an_error_at_once_and_nothing_happened()
    {
        await using var house = await RebootHouse.StartAsync(withAgent: false);

        var problem = await Should.ThrowAsync<HubException>(() => StartAsync(house));

        (problem.Code, problem.IsOutcomeUnknown).ShouldBe((HubErrorCode.DeviceNotOnline, false));
    }

    [Fact]
    public async Task A_device_that_never_answers_leaves_the_outcome_unknown_and_the_id_to_ask_with()
    {
        await using var house = await RebootHouse.StartAsync(withAgent: false);
        await using var device = await TutorialDeviceAsync(house, "rebootDevice", NeverAnswers);

        var problem = await Should.ThrowAsync<HubException>(() =>
            StartAsync(house, new RebootRequest { OperationId = "op-7", ResponseTimeout = TimeSpan.FromSeconds(5) }));

        (problem.IsOutcomeUnknown, problem.OperationId).ShouldBe((true, "op-7"));
        problem.Message.ShouldContain("GetOperation(\"d1\", \"op-7\")");
    }

    [Fact]
    public async Task The_Python_tutorials_device_is_followed_by_its_changed_time()
    {
        await using var house = await RebootHouse.StartAsync(withAgent: false);
        await using var device = await TutorialDeviceAsync(house, "rebootDevice", (_, _) =>
            Task.FromResult(DirectMethodResponse.FromJson(200, """{"Response":"This is the response from the device"}""")));
        await device.UpdateReportedAsync(Json.Parse("""{"rebootTime":"2026-01-01 10:00:00.000001"}"""), Stop);

        var reboot = await StartAsync(house);
        var stale = await reboot.UpdateStatusAsync(Stop);
        await device.UpdateReportedAsync(Json.Parse("""{"rebootTime":"2026-01-02 10:00:00.000001"}"""), Stop);
        var done = await reboot.WaitForCompletionAsync(Long, Stop);

        stale.ShouldBeNull("the time is still the one from before the call");
        done.RebootTime.ShouldBe(new DateTimeOffset(2026, 1, 2, 10, 0, 0, TimeSpan.Zero).AddMicroseconds(1));
    }

    [Fact]
    public async Task A_Node_device_that_leaves_a_method_without_a_handler_unanswered_is_asked_by_its_own_method_name()
    {
        await using var house = await RebootHouse.StartAsync(withAgent: false);
        await using var device = await TutorialDeviceAsync(house, "reboot", (_, _) =>
            Task.FromResult(DirectMethodResponse.FromJson(200, """{"result":"Reboot started."}""")));
        await device.AddMethodHandlerAsync("rebootDevice", NeverAnswers, Stop);

        var reboot = await StartAsync(house);

        reboot.Response!.ToString().ShouldBe("""200 {"result":"Reboot started."}""");
    }

    [Fact]
    public async Task A_silent_device_with_the_Python_tutorials_method_is_asked_by_it_in_the_end()
    {
        await using var house = await RebootHouse.StartAsync(withAgent: false);
        await using var device = await TutorialDeviceAsync(house, "reboot", NeverAnswers);
        await device.AddMethodHandlerAsync("rebootDevice", (_, _) =>
            Task.FromResult(DirectMethodResponse.FromJson(200, """{"Response":"This is the response from the device"}""")), Stop);

        var reboot = await StartAsync(house, new RebootRequest { ResponseTimeout = TimeSpan.FromSeconds(5) });

        reboot.Response!.Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_device_that_has_reported_the_Python_tutorials_time_is_asked_by_its_method_at_once()
    {
        await using var house = await RebootHouse.StartAsync(withAgent: false);
        await using var device = await TutorialDeviceAsync(house, "reboot", NeverAnswers);
        await device.AddMethodHandlerAsync("rebootDevice", (_, _) =>
            Task.FromResult(DirectMethodResponse.FromJson(200, """{"Response":"This is the response from the device"}""")), Stop);
        await device.UpdateReportedAsync(Json.Parse("""{"rebootTime":"2026-01-01 10:00:00.000001"}"""), Stop);

        var started = TimeProvider.System.GetTimestamp();
        await StartAsync(house);

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5), "it has not waited for 'reboot'");
    }

    [Fact]
    public async Task A_method_that_the_caller_names_is_the_only_one_called()
    {
        await using var house = await RebootHouse.StartAsync(withAgent: false);
        await using var device = await TutorialDeviceAsync(house, "reboot", (_, _) =>
            Task.FromResult(DirectMethodResponse.FromJson(200, """{"result":"Reboot started."}""")));

        var refusal = await Should.ThrowAsync<OperationException>(() =>
            StartAsync(house, new RebootRequest { MethodName = "rebootDevice" }));

        refusal.Response!.Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_CSharp_tutorials_device_is_asked_by_its_own_method_name()
    {
        await using var house = await RebootHouse.StartAsync(withAgent: false);
        await using var device = await TutorialDeviceAsync(house, "reboot", (_, _) =>
            Task.FromResult(DirectMethodResponse.FromJson(200, """{"result":"Reboot started."}""")));

        var reboot = await StartAsync(house);
        await device.UpdateReportedAsync(Json.Parse("""{"iothubDM":{"reboot":{"lastReboot":"2026-01-02T10:00:00Z"}}}"""), Stop);
        var done = await reboot.WaitForCompletionAsync(Long, Stop);

        reboot.Response!.ToString().ShouldBe("""200 {"result":"Reboot started."}""");
        done.RebootTime.ShouldBe(new DateTimeOffset(2026, 1, 2, 10, 0, 0, TimeSpan.Zero));
    }

    private static Task<RebootOperation> StartAsync(RebootHouse house, RebootRequest? request = null) =>
        RebootStarter.StartAsync(house.Service, RebootHouse.DeviceId, request ?? new RebootRequest(), TimeProvider.System, Stop);

    private static async Task<RebootOperation> StartWhenFreeAsync(RebootHouse house)
    {
        while (true)
        {
            try
            {
                return await StartAsync(house);
            }
            catch (OperationException exception) when (exception.Error?.Code == "busy")
            {
                await Task.Delay(5, Stop);
            }
        }
    }

    private static async Task<DirectMethodResponse> NeverAnswers(DirectMethodRequest request, CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);
        return null!;
    }

    private static async Task<IDeviceClient> TutorialDeviceAsync(
        RebootHouse house, string methodName, Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler)
    {
        var device = house.CreateDeviceClient();
        await device.OpenAsync(Stop);
        await device.AddMethodHandlerAsync(methodName, handler, Stop);
        return device;
    }
}
