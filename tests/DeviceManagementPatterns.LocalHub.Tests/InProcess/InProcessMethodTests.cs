using System.Text.Json;
using static DeviceManagementPatterns.LocalHub.Tests.InProcess.InProcessFixture;

namespace DeviceManagementPatterns.LocalHub.Tests.InProcess;

public sealed class InProcessMethodTests
{
    [Fact]
    public async Task A_handler_answers_and_acts_only_after_the_hub_has_the_answer()
    {
        var fixture = await StartAsync();
        var outcome = new TaskCompletionSource<ReplyOutcome>();
        DirectMethodRequest? seen = null;
        await fixture.Device.OpenAsync(Stop);
        await fixture.Device.AddMethodHandlerAsync("reboot", (request, _) =>
        {
            seen = request;
            return Task.FromResult(DirectMethodResponse.FromJson(202, """{"status":"accepted"}""") with { AfterReply = outcome.SetResult });
        }, Stop);

        var result = await fixture.InvokeAsync("reboot", """{"reason":"test"}""");

        result.ToString().ShouldBe("""202 {"status":"accepted"}""");
        seen.ShouldNotBeNull().Payload.GetRawText().ShouldBe("""{"reason":"test"}""");
        (await outcome.Task).ShouldBe(ReplyOutcome.HandedOver);
    }

    [Fact]
    public async Task The_outcome_is_unknown_where_the_link_broke_before_the_answer()
    {
        var fixture = await StartAsync();
        var outcome = new TaskCompletionSource<ReplyOutcome>();
        var mayAnswer = new TaskCompletionSource();
        await fixture.Device.OpenAsync(Stop);
        await fixture.Device.AddMethodHandlerAsync("reboot", async (_, _) =>
        {
            await mayAnswer.Task;
            return new DirectMethodResponse(200) { AfterReply = outcome.SetResult };
        }, Stop);

        var call = fixture.InvokeAsync("reboot");
        await fixture.Registry.UpdateDeviceAsync(new DeviceIdentity("d1") { IsEnabled = false }, Stop);
        mayAnswer.SetResult();

        (await outcome.Task).ShouldBe(ReplyOutcome.Unknown);
        (await call.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.DeviceConnectionClosedRemotely);
    }

    [Fact]
    public async Task An_unknown_method_is_answered_404()
    {
        var fixture = await StartAsync();
        await fixture.Device.OpenAsync(Stop);
        await fixture.Device.AddMethodHandlerAsync("reboot", Answer(200), Stop);

        (await fixture.InvokeAsync("Reboot")).ToString().ShouldBe("""404 {"Response":"Unknown method"}""");
    }

    [Fact]
    public async Task A_handler_that_throws_is_answered_500()
    {
        var fixture = await StartAsync();
        await fixture.Device.OpenAsync(Stop);
        await fixture.Device.AddMethodHandlerAsync("reboot", (_, _) => throw new InvalidOperationException("secret"), Stop);

        (await fixture.InvokeAsync("reboot")).ToString().ShouldBe("""500 {"Response":"The method handler failed"}""");
    }

    [Fact]
    public async Task A_default_payload_is_null_in_both_directions()
    {
        var fixture = await StartAsync();
        JsonValueKind? seen = null;
        await fixture.Device.OpenAsync(Stop);
        await fixture.Device.AddMethodHandlerAsync("reboot", (request, _) =>
        {
            seen = request.Payload.ValueKind;
            return Task.FromResult(new DirectMethodResponse(200));
        }, Stop);

        var call = new DirectMethodCall("reboot") { ResponseTimeout = TimeSpan.FromSeconds(30) };
        var result = await fixture.Service.InvokeMethodAsync("d1", call, Stop);

        seen.ShouldBe(JsonValueKind.Null);
        result.Payload.ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Handlers_of_one_client_run_beside_each_other()
    {
        var fixture = await StartAsync();
        var mayAnswer = new TaskCompletionSource();
        await fixture.Device.OpenAsync(Stop);
        await fixture.Device.AddMethodHandlerAsync("slow", async (_, _) =>
        {
            await mayAnswer.Task;
            return new DirectMethodResponse(200);
        }, Stop);
        await fixture.Device.AddMethodHandlerAsync("fast", Answer(201), Stop);

        var slow = fixture.InvokeAsync("slow");
        (await fixture.InvokeAsync("fast")).Status.ShouldBe(201);
        mayAnswer.SetResult();
        (await slow).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_name_has_one_handler_until_it_is_disposed()
    {
        var fixture = await StartAsync();
        var token = CancellationToken.None;
        await fixture.Device.OpenAsync(Stop);
        var registration = await fixture.Device.AddMethodHandlerAsync("reboot", (_, handlerToken) =>
        {
            token = handlerToken;
            return Task.FromResult(new DirectMethodResponse(200));
        }, Stop);
        await fixture.InvokeAsync("reboot");

        var second = () => fixture.Device.AddMethodHandlerAsync("reboot", Answer(200), Stop);
        await second.ShouldThrowAsync<InvalidOperationException>();
        await registration.DisposeAsync();
        await registration.DisposeAsync();

        token.IsCancellationRequested.ShouldBeTrue();
        await second();
        (await fixture.InvokeAsync("reboot")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_device_without_handlers_is_not_there_for_methods_and_a_call_may_wait_for_one()
    {
        var fixture = await StartAsync();
        await fixture.Device.OpenAsync(Stop);
        (await fixture.InvokeAsync("reboot").ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.DeviceNotOnline);

        var call = fixture.InvokeAsync("reboot", connectSeconds: 60);
        await fixture.Device.AddMethodHandlerAsync("reboot", Answer(200), Stop);

        (await call).Status.ShouldBe(200);
    }

    private static Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> Answer(int status) =>
        (_, _) => Task.FromResult(new DirectMethodResponse(status));
}
