using System.Text.Json;
using DeviceManagementPatterns.AzureDevices.Links;
using DeviceManagementPatterns.AzureDevices.Tests.Fakes;

namespace DeviceManagementPatterns.AzureDevices.Tests;

public sealed class MethodTests : IAsyncDisposable
{
    private readonly WatchedTimeProvider _time = new();
    private readonly FakeSdkClient _sdk = new();
    private readonly AzureDevicesDeviceClient _device;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public MethodTests() => _device = new AzureDevicesDeviceClient(_sdk.Link, "d1", new AzureDevicesOptions { TimeProvider = _time });

    public ValueTask DisposeAsync()
    {
        _sdk.IsOffline = false;
        _sdk.Failure = null;
        return _device.DisposeAsync();
    }

    [Fact]
    public async Task A_call_reaches_the_handler_of_its_name_and_the_answer_goes_back()
    {
        DirectMethodRequest? seen = null;
        await _device.AddMethodHandlerAsync("reboot", (request, _) => Answer(seen = request, 202, """{"delay":1.50}"""), _stop);

        var reply = await _sdk.CallAsync("reboot", """{"operationId":"a"}""");

        reply.ShouldBe("""202 {"delay":1.50}""");
        seen!.MethodName.ShouldBe("reboot");
        seen.Payload.GetRawText().ShouldBe("""{"operationId":"a"}""");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    public async Task A_call_without_a_payload_has_null(string? payload)
    {
        JsonElement seen = default;
        await _device.AddMethodHandlerAsync("reboot", (request, _) => Answer(seen = request.Payload, 200, "{}"), _stop);

        await _sdk.CallAsync("reboot", payload);

        seen.ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task An_answer_without_a_payload_is_sent_as_null()
    {
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Task.FromResult(new DirectMethodResponse(204)), _stop);

        (await _sdk.CallAsync("reboot")).ShouldBe("204 null");
    }

    [Fact]
    public async Task Other_names_stay_with_the_programs_default_handler_and_a_removed_name_returns_to_it()
    {
        _sdk.DefaultHandler = _ => Task.FromResult(new DeviceLink.MethodReply(299, "\"program\""u8.ToArray()));
        var registration = await _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 200, "{}"), _stop);

        var other = await _sdk.CallAsync("blink");
        await registration.DisposeAsync();
        var removed = await _sdk.CallAsync("reboot");

        other.ShouldBe("299 \"program\"");
        removed.ShouldBe("299 \"program\"");
    }

    [Fact]
    public async Task A_name_has_one_handler_until_its_registration_is_disposed()
    {
        var first = await _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 201, "{}"), _stop);
        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 202, "{}"), _stop));

        await first.DisposeAsync();
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 203, "{}"), _stop);

        refused.Message.ShouldContain("'reboot'");
        (await _sdk.CallAsync("reboot")).ShouldBe("203 {}");
    }

    [Fact]
    public async Task Disposing_a_registration_twice_does_not_take_its_successor_away()
    {
        var first = await _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 201, "{}"), _stop);
        await first.DisposeAsync();
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 202, "{}"), _stop);

        await first.DisposeAsync();

        (await _sdk.CallAsync("reboot")).ShouldBe("202 {}");
    }

    [Fact]
    public async Task A_handler_that_throws_gives_the_caller_status_500()
    {
        await _device.AddMethodHandlerAsync("reboot", (_, _) => throw new InvalidOperationException("secret"), _stop);

        var reply = await _sdk.CallAsync("reboot");

        reply.ShouldStartWith("500 {\"error\":{\"code\":\"handlerFailed\"");
        reply.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_payload_that_is_not_JSON_does_not_reach_the_handler()
    {
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 200, "{}"), _stop);

        (await _sdk.CallAsync("reboot", "{")).ShouldStartWith("400 ");
    }

    [Fact]
    public async Task A_handler_that_returns_null_gives_the_caller_status_500()
    {
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Task.FromResult<DirectMethodResponse>(null!), _stop);

        (await _sdk.CallAsync("reboot")).ShouldStartWith("500 ");
    }

    [Fact]
    public async Task A_handler_that_blocks_does_not_hold_up_the_client()
    {
        using var release = new ManualResetEventSlim();
        await _device.AddMethodHandlerAsync("reboot", (_, token) => Answer(Wait(release, token), 200, "{}"), _stop);

        var call = _sdk.CallAsync("reboot");
        release.Set();

        (await call).ShouldBe("200 {}");
    }

    [Fact]
    public async Task Disposing_the_registration_ends_the_token_of_a_call_in_flight()
    {
        var began = new TaskCompletionSource();
        var registration = await _device.AddMethodHandlerAsync("reboot", (_, token) => UntilCancelledAsync(began, token), _stop);
        var call = _sdk.CallAsync("reboot");
        await began.Task;

        await registration.DisposeAsync();

        (await call).ShouldBe("499 null");
    }

    [Fact]
    public async Task The_token_of_a_call_ends_when_the_hub_no_longer_waits()
    {
        var began = new TaskCompletionSource();
        await _device.AddMethodHandlerAsync("reboot", (_, token) => UntilCancelledAsync(began, token), _stop);
        var call = _sdk.CallAsync("reboot");
        await began.Task;

        _time.Advance(TimeSpan.FromSeconds(300));

        (await call).ShouldBe("499 null");
    }

    [Fact]
    public async Task Disposing_the_adapter_takes_back_its_own_names_only()
    {
        await _sdk.Link.SetMethodHandler("blink", _ => Task.FromResult(new DeviceLink.MethodReply(200, [])), _stop);
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 200, "{}"), _stop);
        await _device.AddMethodHandlerAsync("factoryReset", (_, _) => Answer(0, 200, "{}"), _stop);

        await _device.DisposeAsync();

        _sdk.Answers("reboot").ShouldBeFalse();
        _sdk.Answers("factoryReset").ShouldBeFalse();
        _sdk.Answers("blink").ShouldBeTrue();
    }

    [Fact]
    public async Task A_name_that_an_offline_client_cannot_give_back_answers_404_and_disposal_ends()
    {
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 200, "{}"), _stop);
        _sdk.IsOffline = true;

        var disposal = _device.DisposeAsync().AsTask();
        await _time.LetPassAsync(TimeSpan.FromSeconds(10));
        await disposal;

        (await _sdk.CallAsync("reboot")).ShouldBe("""404 {"Response":"Unknown method"}""");
    }

    [Fact]
    public async Task A_registration_on_an_offline_client_fails_at_its_deadline_and_frees_the_name()
    {
        _sdk.IsOffline = _sdk.IsDeafToTokens = true;
        var registration = _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 200, "{}"), _stop);

        await _time.LetPassAsync(TimeSpan.FromSeconds(60));
        var failure = await Should.ThrowAsync<HubException>(registration);

        failure.Code.ShouldBe(HubErrorCode.Timeout);
        failure.Message.ShouldContain("Registering method 'reboot' of 'd1'");
        _sdk.IsOffline = false;
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 202, "{}"), _stop);
        (await _sdk.CallAsync("reboot")).ShouldBe("202 {}");
    }

    [Fact]
    public async Task A_cancelled_registration_is_cancelled_whatever_the_client_throws()
    {
        _sdk.IsOffline = true;
        using var given = new CancellationTokenSource();
        var registration = _device.AddMethodHandlerAsync("reboot", (_, _) => Answer(0, 200, "{}"), given.Token);

        await given.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(registration)).CancellationToken.ShouldBe(given.Token);
    }

    private static Task<DirectMethodResponse> Answer<T>(T _, int status, string json) =>
        Task.FromResult(DirectMethodResponse.FromJson(status, json));

    private static bool Wait(ManualResetEventSlim release, CancellationToken token)
    {
        release.Wait(token);
        return true;
    }

    private static async Task<DirectMethodResponse> UntilCancelledAsync(TaskCompletionSource began, CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = token.Register(() => cancelled.SetResult());
        began.SetResult();
        await cancelled.Task;
        return new DirectMethodResponse(499);
    }
}
