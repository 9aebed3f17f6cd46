using System.Text.Json;

namespace DeviceManagementPatterns.Conformance;

/// <summary>Direct methods as the device sees them.</summary>
public abstract partial class DeviceClientConformanceTests
{
    [Fact]
    public async Task Handlers_answer_by_name_and_names_are_case_sensitive()
    {
        await using var device = await ConnectAsync();
        await device.AddMethodHandlerAsync("first", Answer(201), Stop);
        await device.AddMethodHandlerAsync("First", Answer(202), Stop);

        (await InvokeAsync(device, "first")).Status.ShouldBe(201);
        (await InvokeAsync(device, "First")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_handler_gets_the_name_and_the_payload()
    {
        await using var device = await ConnectAsync();
        DirectMethodRequest? seen = null;
        await device.AddMethodHandlerAsync("m", (request, _) => Answer(200)(seen = request, default), Stop);

        await InvokeAsync(device, "m", """{"method_number":"42"}""");
        seen.ShouldNotBeNull().MethodName.ShouldBe("m");
        seen.Payload.GetProperty("method_number").GetString().ShouldBe("42");

        await Service.InvokeMethodAsync(device.DeviceId, Call("m") with { Payload = default }, Stop);
        seen.Payload.ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task An_unknown_method_is_answered_404()
    {
        await using var device = await ConnectAsync();
        await device.AddMethodHandlerAsync("known", Answer(200), Stop);

        var result = await InvokeAsync(device, "unknown");

        result.ToString().ShouldBe("""404 {"Response":"Unknown method"}""");
    }

    [Fact]
    public async Task A_handler_that_is_added_before_opening_misses_no_call()
    {
        await using var device = await CreateDeviceAsync();
        await device.AddMethodHandlerAsync("m", Answer(200), Stop);
        var call = Service.InvokeMethodAsync(device.DeviceId, Call("m", connectSeconds: 10), Stop);

        await device.OpenAsync(Stop);

        (await call).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_handler_that_throws_is_answered_500_and_answers_on()
    {
        await using var device = await ConnectAsync();
        var calls = 0;
        await device.AddMethodHandlerAsync(
            "m",
            (request, stop) => calls++ == 0 ? throw new InvalidOperationException("broken") : Answer(200)(request, stop),
            Stop);

        (await InvokeAsync(device, "m")).Status.ShouldBe(500);
        (await InvokeAsync(device, "m")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_handler_that_returns_null_is_answered_500()
    {
        await using var device = await ConnectAsync();
        await device.AddMethodHandlerAsync("m", (_, _) => Task.FromResult<DirectMethodResponse>(null!), Stop);

        (await InvokeAsync(device, "m").WaitAsync(Patience, Stop)).Status.ShouldBe(500);
    }

    [Fact]
    public async Task Acting_begins_once_and_not_before_the_hub_has_the_reply()
    {
        await using var device = await ConnectAsync();
        var outcomes = new List<ReplyOutcome>();
        var acted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await device.AddMethodHandlerAsync(
            "m",
            async (_, _) =>
            {
                await release.Task;
                return new DirectMethodResponse(200)
                {
                    AfterReply = outcome =>
                    {
                        outcomes.Add(outcome);
                        acted.TrySetResult();
                    },
                };
            },
            Stop);

        var call = InvokeAsync(device, "m");
        outcomes.ShouldBeEmpty();
        release.SetResult();
        await acted.Task.WaitAsync(Patience, Stop);

        (await call).Status.ShouldBe(200);
        outcomes.ShouldBe([ReplyOutcome.HandedOver]);
    }

    [Fact]
    public async Task A_device_that_ends_its_link_in_AfterReply_loses_no_reply()
    {
        var device = await ConnectAsync();
        var ended = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        await device.AddMethodHandlerAsync(
            "m",
            (_, _) => Task.FromResult(new DirectMethodResponse(202)
            {
                AfterReply = _ => ended.SetResult(Task.Run(() => device.DisposeAsync().AsTask())),
            }),
            Stop);

        (await InvokeAsync(device, "m")).Status.ShouldBe(202);
        await (await ended.Task.WaitAsync(Patience, Stop)).WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task An_exception_in_AfterReply_does_no_harm()
    {
        await using var device = await ConnectAsync();
        await device.AddMethodHandlerAsync(
            "m",
            (_, _) => Task.FromResult(new DirectMethodResponse(200) { AfterReply = _ => throw new InvalidOperationException("broken") }),
            Stop);

        (await InvokeAsync(device, "m")).Status.ShouldBe(200);
        (await InvokeAsync(device, "m")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_name_takes_one_handler_until_its_registration_is_disposed()
    {
        await using var device = await ConnectAsync();
        var first = await device.AddMethodHandlerAsync("m", Answer(201), Stop);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => device.AddMethodHandlerAsync("m", Answer(202), Stop));
        refusal.Message.ShouldContain("'m'");
        (await InvokeAsync(device, "m")).Status.ShouldBe(201);

        await first.DisposeAsync();
        await device.AddMethodHandlerAsync("m", Answer(203), Stop);
        await first.DisposeAsync();
        (await InvokeAsync(device, "m")).Status.ShouldBe(203);
    }

    [Fact]
    public async Task Disposing_a_registration_stops_answering_and_leaves_the_other_names_alone()
    {
        await using var device = await ConnectAsync();
        await device.AddMethodHandlerAsync("stays", Answer(200), Stop);
        var registration = await device.AddMethodHandlerAsync("goes", Answer(200), Stop);

        await registration.DisposeAsync();

        (await InvokeAsync(device, "goes")).Status.ShouldBe(404);
        (await InvokeAsync(device, "stays")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_handlers_token_ends_with_the_registration_and_with_the_client(bool endsClient)
    {
        await using var device = await ConnectAsync();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = await device.AddMethodHandlerAsync(
            "m",
            async (_, stop) =>
            {
                await using var end = stop.Register(ended.SetResult);
                entered.SetResult();
                await ended.Task;
                return new DirectMethodResponse(200);
            },
            Stop);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var call = Service.InvokeMethodAsync(device.DeviceId, Call("m"), impatient.Token);
        await entered.Task.WaitAsync(Patience, Stop);

        await (endsClient ? device : registration).DisposeAsync();

        await ended.Task.WaitAsync(Patience, Stop);
        await impatient.CancelAsync();
        await call.ContinueWith(_ => { }, Stop, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [Fact]
    public async Task Calls_are_answered_beside_each_other()
    {
        await using var device = await ConnectAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await device.AddMethodHandlerAsync("waits", async (request, stop) =>
        {
            await release.Task;
            return await Answer(201)(request, stop);
        }, Stop);
        await device.AddMethodHandlerAsync("quick", Answer(202), Stop);

        var slow = InvokeAsync(device, "waits");
        (await InvokeAsync(device, "quick")).Status.ShouldBe(202);
        slow.IsCompleted.ShouldBeFalse();
        release.SetResult();

        (await slow).Status.ShouldBe(201);
    }
}
