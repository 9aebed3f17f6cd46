using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.Conformance;

/// <summary>What every link promises behind <see cref="IServiceClient"/>: here direct methods.</summary>
public abstract partial class ServiceClientConformanceTests(HubLink link) : ConformanceTests(link)
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("42")]
    [InlineData("1.50")]
    [InlineData("\"text \\u00e4 \\u2713\"")]
    [InlineData("[1,[2],{}]")]
    [InlineData("""{"a":{"b":null},"$c":"d"}""")]
    [InlineData("{}")]
    public async Task A_payload_of_any_kind_comes_back_as_it_was_sent(string payload)
    {
        await using var device = await ConnectAsync();
        await device.AddMethodHandlerAsync("echo", (request, _) => Task.FromResult(new DirectMethodResponse(200, request.Payload)), Stop);

        var result = await InvokeAsync(device, "echo", payload);

        result.Status.ShouldBe(200);
        JsonElement.DeepEquals(result.Payload, Parse(payload)).ShouldBeTrue($"{result}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(503)]
    [InlineData(123456)]
    public async Task The_devices_status_is_passed_on_unread(int status)
    {
        await using var device = await ConnectAsync();
        await device.AddMethodHandlerAsync("m", Answer(status), Stop);

        (await InvokeAsync(device, "m")).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_device_that_is_offline_is_an_error_at_once_by_default()
    {
        var id = await RegisterAsync();

        var refusal = await RefusalAsync(() => Service.InvokeMethodAsync(id, Call("m"), Stop));

        refusal.Code.ShouldBe(HubErrorCode.DeviceNotOnline);
        refusal.IsOutcomeUnknown.ShouldBeFalse();
    }

    [Fact]
    public async Task A_connect_timeout_waits_for_a_device_that_comes()
    {
        await using var device = await CreateDeviceAsync();
        await device.AddMethodHandlerAsync("m", Answer(200), Stop);

        var call = Service.InvokeMethodAsync(device.DeviceId, Call("m", connectSeconds: 30), Stop);
        await Service.GetTwinAsync(device.DeviceId, Stop);
        call.IsCompleted.ShouldBeFalse();
        await device.OpenAsync(Stop);

        (await call).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_device_that_does_not_answer_in_time_leaves_the_outcome_unknown()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var link = CreateLink(time);
        await link.InitializeAsync();
        await link.Registry.CreateDeviceAsync(new DeviceIdentity("silent"), Stop);
        await using var device = await link.CreateDeviceClientAsync("silent", Stop);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource<DirectMethodResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        await device.AddMethodHandlerAsync(
            "m",
            (_, _) =>
            {
                asked.TrySetResult();
                return release.Task;
            },
            Stop);
        await device.OpenAsync(Stop);

        var call = link.Service.InvokeMethodAsync("silent", Call("m"), Stop);
        await asked.Task.WaitAsync(Patience, Stop);
        time.Advance(TimeSpan.FromSeconds(29));
        await link.Service.GetTwinAsync("silent", Stop);
        call.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(2));

        var refusal = await RefusalAsync(() => call.WaitAsync(Patience, Stop));
        refusal.Code.ShouldBe(HubErrorCode.GatewayTimeout);
        refusal.IsOutcomeUnknown.ShouldBeTrue();
        release.SetResult(new DirectMethodResponse(200));
    }

    [Fact]
    public async Task An_unknown_device_is_no_offline_device()
    {
        var refusal = await RefusalAsync(() => Service.InvokeMethodAsync(NewId(), Call("m"), Stop));

        refusal.Code.ShouldBe(HubErrorCode.DeviceNotFound);
        refusal.IsOutcomeUnknown.ShouldBeFalse();
    }

    [Theory]
    [InlineData(4, 0, "ResponseTimeout")]
    [InlineData(301, 0, "ResponseTimeout")]
    [InlineData(30, -1, "ConnectTimeout")]
    [InlineData(30, 301, "ConnectTimeout")]
    public async Task A_timeout_outside_its_range_is_refused_and_named(int responseSeconds, int connectSeconds, string name)
    {
        var id = await RegisterAsync();
        var call = Call("m", connectSeconds: connectSeconds) with { ResponseTimeout = TimeSpan.FromSeconds(responseSeconds) };

        var refusal = await ArgumentRefusalAsync(() => Service.InvokeMethodAsync(id, call, Stop));

        refusal.Message.ShouldContain(name, Case.Insensitive);
    }

    [Fact]
    public async Task A_call_can_be_left_while_the_device_works()
    {
        await using var device = await ConnectAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource<DirectMethodResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        await device.AddMethodHandlerAsync(
            "m",
            (_, _) =>
            {
                asked.TrySetResult();
                return release.Task;
            },
            Stop);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var call = Service.InvokeMethodAsync(device.DeviceId, Call("m"), cancel.Token);
        await asked.Task.WaitAsync(Patience, Stop);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        release.SetResult(new DirectMethodResponse(200));
    }

    /// <summary>Another hub of the same kind, on a clock that the test moves. The caller starts and disposes it.</summary>
    protected abstract HubLink CreateLink(TimeProvider time);
}
