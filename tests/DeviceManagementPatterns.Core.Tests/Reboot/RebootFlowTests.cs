using DeviceManagementPatterns.Operations;
using DeviceManagementPatterns.Reboot;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.Tests.Reboot;

/// <summary>The device half, on a real hub in process.</summary>
public sealed class RebootFlowTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_answer_comes_while_the_machine_is_still_up()
    {
        await using var house = await RebootHouse.StartAsync();
        house.Machine.OnReboot = (_, stop) => Task.Delay(Timeout.Infinite, stop);

        var answer = await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");
        await house.Machine.Entered.WaitAsync(Stop);

        answer.Status.ShouldBe(202);
        answer.Payload.GetRawText().ShouldBe("""{"operationId":"op-1","status":"waiting","result":"accepted"}""");
        var status = await house.UntilAsync(status => status.OperationId == "op-1");
        status.Phase.ShouldBe(RebootPhase.Rebooting);
        status.RebootTime.ShouldBeNull("nothing has rebooted yet");
    }

    [Fact]
    public async Task A_reboot_is_completed_once_the_boot_id_has_changed_and_both_times_are_reported()
    {
        await using var house = await RebootHouse.StartAsync();

        await house.InvokeAsync("rebootDevice", """{"operationId":"op-1","reason":"kernel update"}""");
        var status = await house.UntilAsync(status => status.IsFinished);

        status.Phase.ShouldBe(RebootPhase.Completed);
        (status.PreviousBootId, status.BootId, status.Reason).ShouldBe(("boot-1", "boot-2", "kernel update"));
        var reported = await house.ReportedAsync();
        reported.Find("rebootTime")!.Value.GetString().ShouldBe(reported.Find("iothubDM.reboot.lastReboot")!.Value.GetString());
        reported.Find("iothubDM.supported.reboot")!.Value.GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("rebootDevice", """{"method_number":"42"}""", """{"Response":"This is the response from the device"}""")]
    [InlineData("reboot", "null", """{"result":"Reboot started."}""")]
    [InlineData("rebootDevice", "null", """{"Response":"This is the response from the device"}""")]
    [InlineData("reboot", """{"method_number":"42"}""", """{"result":"Reboot started."}""")]
    public async Task Each_tutorial_is_answered_in_its_own_words_and_rebooted(string methodName, string payload, string answer)
    {
        await using var house = await RebootHouse.StartAsync();

        var result = await house.InvokeAsync(methodName, payload);
        var status = await house.UntilAsync(status => status.IsFinished);

        (result.Status, result.Payload.GetRawText()).ShouldBe((200, answer));
        (status.Phase, status.OperationId).ShouldBe((RebootPhase.Completed, null));
    }

    [Fact]
    public async Task A_repeated_request_is_answered_and_not_acted_on_again()
    {
        await using var house = await RebootHouse.StartAsync();
        await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");
        await house.UntilAsync(status => status.IsFinished);

        DirectMethodResult answer;
        do
        {
            answer = await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");
        }
        while (answer.Status == 202);

        answer.ToString().ShouldBe("""200 {"operationId":"op-1","status":"completed","result":"accepted"}""");
        house.Machine.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_request_after_a_restart_is_not_acted_on_again()
    {
        await using var house = await RebootHouse.StartAsync();
        await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");
        await house.UntilAsync(status => status.IsFinished);
        await house.StopAgentAsync();
        await house.StartAgentAsync();

        var answer = await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");

        answer.Status.ShouldBe(200);
        house.Machine.Calls.ShouldBe(1);
    }

    /// <summary>Node's peer suite found it: with kept subscriptions the hub delivered a call before the agent had its handlers.</summary>
    [Fact]
    public async Task Bug_a_call_that_arrives_while_the_device_starts_is_answered_by_its_handler_and_not_404()
    {
        await using var house = await RebootHouse.StartAsync();
        await house.StopAgentAsync();

        var call = house.Service.InvokeMethodAsync(
            RebootHouse.DeviceId,
            new DirectMethodCall("rebootDevice")
            {
                Payload = Json.Parse("""{"operationId":"op-1"}"""),
                ResponseTimeout = TimeSpan.FromSeconds(10),
                ConnectTimeout = TimeSpan.FromSeconds(10),
            },
            Stop);
        await house.StartAgentAsync();

        (await call).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_second_operation_is_refused_while_one_is_under_way()
    {
        await using var house = await RebootHouse.StartAsync();
        house.Machine.OnReboot = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");
        await house.Machine.Entered.WaitAsync(Stop);

        var answer = await house.InvokeAsync("reboot", """{"operationId":"op-2"}""");
        var legacy = await house.InvokeAsync("reboot", "null");

        answer.Status.ShouldBe(409);
        answer.Payload.GetProperty("reason").GetString().ShouldBe("Operation 'op-1' is under way (rebooting).");
        legacy.Status.ShouldBe(409);
        house.Machine.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_bad_payload_is_refused_and_named()
    {
        await using var house = await RebootHouse.StartAsync();

        var answer = await house.InvokeAsync("rebootDevice", """{"operationId":"op-1","deadline":"soon"}""");

        answer.Status.ShouldBe(400);
        answer.Payload.GetProperty("error").GetProperty("message").GetString().ShouldStartWith("'deadline' is 'soon'");
        house.Machine.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_dry_run_does_nothing()
    {
        await using var house = await RebootHouse.StartAsync();

        var answer = await house.InvokeAsync("rebootDevice", """{"operationId":"op-1","evaluate":true}""");
        var real = await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");

        answer.ToString().ShouldBe("""200 {"operationId":"op-1","status":"idle","result":"wouldAccept"}""");
        real.Status.ShouldBe(202, "the dry run has not used the id up");
    }

    [Fact]
    public async Task A_handler_that_throws_makes_the_operation_fail_with_its_message()
    {
        await using var house = await RebootHouse.StartAsync();
        house.Machine.OnReboot = (_, _) => throw new InvalidOperationException("the relay is stuck");

        await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");
        var status = await house.UntilAsync(status => status.IsFinished);

        (status.Phase, status.Error).ShouldBe((RebootPhase.Failed, new OperationError("handlerFailed", "the relay is stuck")));
        status.RebootTime.ShouldBeNull();
    }

    [Fact]
    public async Task A_machine_that_stays_up_makes_the_operation_fail()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var house = await RebootHouse.StartAsync(time);
        house.Machine.OnReboot = (_, _) => Task.CompletedTask;
        await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");
        await house.Machine.Entered.WaitAsync(Stop);

        var finished = house.UntilAsync(status => status.IsFinished);
        while (!finished.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAny(finished, Task.Delay(5, Stop));
        }

        var status = await finished;
        (status.Phase, status.Error!.Code).ShouldBe((RebootPhase.Failed, "bootIdUnchanged"));
    }

    [Fact]
    public async Task After_the_real_restart_the_next_run_concludes_the_operation()
    {
        await using var house = await RebootHouse.StartAsync();
        house.Machine.OnReboot = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");
        await house.Machine.Entered.WaitAsync(Stop);
        await house.StopAgentAsync();

        house.Machine.Boot();
        await house.StartAgentAsync();
        var status = await house.UntilAsync(status => status.IsFinished);

        (status.Phase, status.PreviousBootId, status.BootId).ShouldBe((RebootPhase.Completed, "boot-1", "boot-2"));
        status.RebootTime.ShouldNotBeNull();
        house.Machine.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_program_that_starts_again_in_the_same_boot_has_not_rebooted_the_machine()
    {
        await using var house = await RebootHouse.StartAsync();
        house.Machine.OnReboot = (_, stop) => Task.Delay(Timeout.Infinite, stop);
        await house.InvokeAsync("rebootDevice", """{"operationId":"op-1"}""");
        await house.Machine.Entered.WaitAsync(Stop);
        await house.StopAgentAsync();

        await house.StartAgentAsync();
        var status = await house.UntilAsync(status => status.IsFinished);

        (status.Phase, status.Error!.Code).ShouldBe((RebootPhase.Failed, "bootIdUnchanged"));
        house.Machine.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Not_before_is_waited_for()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var house = await RebootHouse.StartAsync(time);
        var notBefore = time.GetUtcNow().AddHours(2);

        await house.InvokeAsync("rebootDevice", $$"""{"operationId":"op-1","notBefore":"{{notBefore:O}}"}""");
        var waiting = await house.UntilAsync(status => status.Phase == RebootPhase.Waiting);
        time.Advance(TimeSpan.FromMinutes(119));
        house.Machine.Calls.ShouldBe(0);
        time.Advance(TimeSpan.FromMinutes(1));
        var status = await house.UntilAsync(status => status.IsFinished);

        waiting.BlockedBy.ShouldBe("notBefore");
        (status.Phase, status.BlockedBy).ShouldBe((RebootPhase.Completed, null));
    }
}
