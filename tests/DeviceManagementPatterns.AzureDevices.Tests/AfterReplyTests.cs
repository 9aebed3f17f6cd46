using System.Text.Json;
using DeviceManagementPatterns.AzureDevices.Tests.Fakes;
using Microsoft.Azure.Devices.Client.Exceptions;
using SdkReason = Microsoft.Azure.Devices.Client.ConnectionStatusChangeReason;
using SdkStatus = Microsoft.Azure.Devices.Client.ConnectionStatus;

namespace DeviceManagementPatterns.AzureDevices.Tests;

public sealed class AfterReplyTests : IAsyncDisposable
{
    private readonly WatchedTimeProvider _time = new();
    private readonly FakeSdkClient _sdk = new();
    private readonly AzureDevicesDeviceClient _device;
    private readonly TaskCompletionSource<ReplyOutcome> _acted = new();
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public AfterReplyTests() => _device = new AzureDevicesDeviceClient(_sdk.Link, "d1", new AzureDevicesOptions
    {
        TimeProvider = _time,
        ReplyConfirmationTimeout = TimeSpan.FromSeconds(7),
    });

    public ValueTask DisposeAsync()
    {
        _sdk.IsOffline = false;
        _sdk.Failure = null;
        return _device.DisposeAsync();
    }

    [Fact]
    public async Task The_reply_leaves_first_then_the_twin_is_read_and_only_then_the_device_acts()
    {
        await RebootIsAnsweredAsync();

        await _sdk.CallAsync("reboot");

        (await _acted.Task).ShouldBe(ReplyOutcome.HandedOver);
        _sdk.Happened.ShouldBe(["reply sent", "twin read", "acted"]);
    }

    [Fact]
    public async Task The_order_holds_for_a_handler_that_answers_on_another_thread()
    {
        await _device.AddMethodHandlerAsync("reboot", async (_, token) =>
        {
            await Task.Run(() => { }, token);
            return Response();
        }, _stop);

        await _sdk.CallAsync("reboot");

        await _acted.Task;
        _sdk.Happened.ShouldBe(["reply sent", "twin read", "acted"]);
    }

    [Fact]
    public async Task The_order_holds_however_long_the_SDK_takes_to_await_the_reply()
    {
        await RebootIsAnsweredAsync();
        _sdk.BeforeAwaitingReply = () => SpinWait.SpinUntil(() => _acted.Task.IsCompleted, TimeSpan.FromMilliseconds(50));

        await _sdk.CallAsync("reboot");

        await _acted.Task;
        _sdk.Happened.ShouldBe(["reply sent", "twin read", "acted"]);
    }

    [Fact]
    public async Task A_caller_that_is_never_seen_to_leave_holds_the_reply_up_for_a_second_only()
    {
        await RebootIsAnsweredAsync();
        using var release = new ManualResetEventSlim();
        var handler = _sdk.HandlerOf("reboot");
        var caller = new Thread(() =>
        {
            _ = handler(null);
            release.Wait(_stop);
        });
        caller.Start();

        await _time.LetPassAsync(TimeSpan.FromSeconds(1));

        (await _acted.Task).ShouldBe(ReplyOutcome.HandedOver);
        release.Set();
        caller.Join();
    }

    [Fact]
    public async Task Nothing_is_read_for_an_answer_without_a_follow_up()
    {
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Task.FromResult(new DirectMethodResponse(200)), _stop);
        await _sdk.CallAsync("reboot");

        await _device.DisposeAsync();

        _sdk.Happened.ShouldBe(["reply sent"]);
    }

    [Fact]
    public async Task The_outcome_is_unknown_when_the_twin_read_fails()
    {
        await RebootIsAnsweredAsync();
        _sdk.Failure = () => new IotHubCommunicationException("the link broke", null);

        await _sdk.CallAsync("reboot");

        (await _acted.Task).ShouldBe(ReplyOutcome.Unknown);
    }

    [Fact]
    public async Task The_outcome_is_unknown_when_the_twin_read_is_not_answered_in_time()
    {
        await RebootIsAnsweredAsync();
        _sdk.IsOffline = true;

        await _sdk.CallAsync("reboot");
        await _time.LetPassAsync(TimeSpan.FromSeconds(7));

        (await _acted.Task).ShouldBe(ReplyOutcome.Unknown);
    }

    [Fact]
    public async Task The_outcome_is_unknown_when_the_link_broke_in_between_although_the_twin_was_read_after_the_reconnect()
    {
        await RebootIsAnsweredAsync();
        _sdk.DuringTwinRead = _ =>
        {
            _device.ReportConnectionStatus(SdkStatus.Disconnected_Retrying, SdkReason.Communication_Error);
            _device.ReportConnectionStatus(SdkStatus.Connected, SdkReason.Connection_Ok);
        };

        await _sdk.CallAsync("reboot");

        (await _acted.Task).ShouldBe(ReplyOutcome.Unknown);
    }

    [Fact]
    public async Task A_break_before_the_reply_does_not_matter()
    {
        _device.ReportConnectionStatus(SdkStatus.Disconnected_Retrying, SdkReason.Communication_Error);
        _device.ReportConnectionStatus(SdkStatus.Connected, SdkReason.Connection_Ok);
        await RebootIsAnsweredAsync();

        await _sdk.CallAsync("reboot");

        (await _acted.Task).ShouldBe(ReplyOutcome.HandedOver);
    }

    [Fact]
    public async Task The_device_acts_even_when_the_adapter_is_disposed_while_it_waits()
    {
        await RebootIsAnsweredAsync();
        var reading = new TaskCompletionSource();
        _sdk.DuringTwinRead = _ => reading.SetResult();
        _sdk.IsOffline = true;
        await _sdk.CallAsync("reboot");
        await reading.Task;

        var disposal = _device.DisposeAsync().AsTask();

        (await _acted.Task).ShouldBe(ReplyOutcome.Unknown);
        await _time.LetPassAsync(TimeSpan.FromSeconds(10));
        await disposal;
    }

    [Fact]
    public async Task Every_call_is_followed_by_exactly_one_act()
    {
        const int Calls = 200;
        var acts = 0;
        var all = new TaskCompletionSource();
        void Act(ReplyOutcome outcome)
        {
            if (Interlocked.Increment(ref acts) == Calls)
            {
                all.SetResult();
            }
        }

        await _device.AddMethodHandlerAsync("reboot", (_, _) => Task.FromResult(new DirectMethodResponse(202) { AfterReply = Act }), _stop);

        await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => _sdk.CallAsync("reboot")));
        await all.Task.WaitAsync(_stop);
        await _device.DisposeAsync();

        acts.ShouldBe(Calls);
        _sdk.TwinReads.ShouldBe(Calls);
    }

    [Fact]
    public async Task A_handler_that_fails_is_followed_by_nothing()
    {
        await _device.AddMethodHandlerAsync("reboot", (_, _) => throw new InvalidOperationException("no"), _stop);

        await _sdk.CallAsync("reboot");
        await _device.DisposeAsync();

        _sdk.Happened.ShouldBe(["reply sent"]);
    }

    [Fact]
    public async Task A_reply_that_is_too_large_is_refused_and_the_outcome_is_unknown()
    {
        var large = JsonSerializer.SerializeToElement(new string('x', 128 * 1024));
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Task.FromResult(Response() with { Payload = large }), _stop);

        var reply = await _sdk.CallAsync("reboot");

        reply.ShouldStartWith("500 ");
        (await _acted.Task).ShouldBe(ReplyOutcome.Unknown);
    }

    [Fact]
    public async Task An_act_that_throws_harms_nothing()
    {
        var threw = new TaskCompletionSource();
        await _device.AddMethodHandlerAsync("reboot", (_, _) => Task.FromResult(new DirectMethodResponse(202)
        {
            AfterReply = _ =>
            {
                threw.SetResult();
                throw new InvalidOperationException("no");
            },
        }), _stop);
        await _sdk.CallAsync("reboot");
        await threw.Task;

        (await _device.GetTwinAsync(_stop)).Desired.Version.ShouldBe(1);
    }

    private Task<IAsyncDisposable> RebootIsAnsweredAsync() =>
        _device.AddMethodHandlerAsync("reboot", (_, _) => Task.FromResult(Response()), _stop);

    private DirectMethodResponse Response() => new(202)
    {
        AfterReply = outcome =>
        {
            _sdk.Happened.Enqueue("acted");
            _acted.SetResult(outcome);
        },
    };
}
