using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Methods;

public sealed class MethodTimingTests
{
    private static readonly HubIdentityId D1 = new("d1");

    private readonly TestHub _hub = new();
    private readonly RecordingLink _link = new();

    [Fact]
    public async Task A_silent_device_is_given_up_after_exactly_the_response_timeout()
    {
        await _hub.CreateAsync("d1");
        Connect().SubscribeMethods(true);

        var call = InvokeAsync(responseSeconds: 30);
        _hub.Time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        call.IsCompleted.ShouldBeFalse();
        _hub.Time.Advance(TimeSpan.FromTicks(1));

        var failure = await call.ShouldThrowAsync<HubException>();
        failure.Code.ShouldBe(HubErrorCode.GatewayTimeout);
        failure.IsOutcomeUnknown.ShouldBeTrue();
        failure.Message.ShouldStartWith("Timed out waiting for the response from device.");
    }

    [Fact]
    public async Task A_device_that_is_offline_or_does_not_listen_is_refused_at_once()
    {
        await _hub.CreateAsync("d1");
        (await InvokeAsync().ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.DeviceNotOnline);

        var session = Connect();
        (await InvokeAsync().ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.DeviceNotOnline);

        session.SubscribeMethods(true);
        session.SubscribeMethods(false);
        var failure = await InvokeAsync().ShouldThrowAsync<HubException>();
        failure.Message.ShouldBe("The operation failed because 'd1' isn't online or hasn't registered the direct method callback.");
        failure.IsOutcomeUnknown.ShouldBeFalse();
        _link.Sent.ShouldBe(["accept new"]);
    }

    [Fact]
    public async Task A_call_waits_for_the_device_to_connect_and_to_subscribe()
    {
        await _hub.CreateAsync("d1");
        var call = InvokeAsync(connectSeconds: 60);

        _hub.Time.Advance(TimeSpan.FromSeconds(20));
        var session = Connect();
        _hub.Time.Advance(TimeSpan.FromSeconds(20));
        _link.Sent.ShouldBe(["accept new"]);
        session.SubscribeMethods(true);

        _link.Sent.ShouldBe(["accept new", "method 1 reboot null"]);
        session.CompleteMethod("1", 200, "1"u8.ToArray());
        (await call).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_device_that_does_not_come_is_given_up_after_exactly_the_connect_timeout()
    {
        await _hub.CreateAsync("d1");
        var call = InvokeAsync(connectSeconds: 60);

        _hub.Time.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        call.IsCompleted.ShouldBeFalse();
        _hub.Time.Advance(TimeSpan.FromTicks(1));

        (await call.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.DeviceNotOnline);
        Connect().SubscribeMethods(true);
        _link.Sent.ShouldBe(["accept new"]);
    }

    [Fact]
    public async Task The_response_timeout_begins_when_the_call_is_sent_and_the_connect_timeout_ends_there()
    {
        await _hub.CreateAsync("d1");
        var call = InvokeAsync(responseSeconds: 30, connectSeconds: 60);
        _hub.Time.Advance(TimeSpan.FromSeconds(50));
        Connect().SubscribeMethods(true);

        _hub.Time.Advance(TimeSpan.FromSeconds(29));
        call.IsCompleted.ShouldBeFalse();
        _hub.Time.Advance(TimeSpan.FromSeconds(1));

        (await call.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.GatewayTimeout);
    }

    [Fact]
    public async Task A_link_that_breaks_ends_the_calls_in_flight_and_they_may_have_been_done()
    {
        await _hub.CreateAsync("d1");
        var session = Connect();
        session.SubscribeMethods(true);
        var calls = new[] { InvokeAsync(), InvokeAsync() };

        session.Close("gone");

        foreach (var call in calls)
        {
            var failure = await call.ShouldThrowAsync<HubException>();
            failure.Code.ShouldBe(HubErrorCode.DeviceConnectionClosedRemotely);
            failure.IsOutcomeUnknown.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_takeover_ends_the_calls_of_the_older_connection_and_numbers_start_again()
    {
        await _hub.CreateAsync("d1");
        Connect().SubscribeMethods(true);
        var lost = InvokeAsync();

        var newer = Connect();
        newer.SubscribeMethods(true);
        var call = InvokeAsync();
        newer.CompleteMethod("1", 200, "1"u8.ToArray());

        (await lost.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.DeviceConnectionClosedRemotely);
        (await call).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_kept_subscription_lets_waiting_calls_through_but_not_before_the_link_is_accepted()
    {
        await _hub.CreateAsync("d1");
        var first = Connect(cleanSession: false);
        first.SubscribeMethods(true);
        first.Close("gone");
        var call = InvokeAsync(connectSeconds: 60);

        var second = Connect(cleanSession: false);

        _link.Sent.ShouldBe(["accept new", "accept resumed", "method 1 reboot null"]);
        second.CompleteMethod("1", 200, "1"u8.ToArray());
        (await call).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Deleting_the_device_ends_the_calls_that_wait_for_it()
    {
        await _hub.CreateAsync("d1");
        var call = InvokeAsync(connectSeconds: 60);

        await _hub.Runtime.DeleteIdentityAsync(D1, ETag.Any, TestHub.Stop);

        (await call.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.DeviceNotFound);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_may_stop_waiting(bool isConnected)
    {
        using var stop = new CancellationTokenSource();
        await _hub.CreateAsync("d1");
        if (isConnected)
        {
            Connect().SubscribeMethods(true);
        }

        var call = InvokeAsync(connectSeconds: 60, stop: stop.Token);
        await stop.CancelAsync();

        (await call.ShouldThrowAsync<OperationCanceledException>()).CancellationToken.ShouldBe(stop.Token);
        var sent = _link.Sent.Count;
        Connect().SubscribeMethods(true);
        _link.Sent.Skip(sent).ShouldNotContain(line => line.StartsWith("method", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_that_stopped_before_sends_nothing()
    {
        await _hub.CreateAsync("d1");
        Connect().SubscribeMethods(true);

        await InvokeAsync(stop: new CancellationToken(canceled: true)).ShouldThrowAsync<OperationCanceledException>();

        _link.Sent.ShouldBe(["accept new"]);
    }

    private HubSession Connect(bool cleanSession = true) => _hub.Runtime.OpenSession(D1, _link, cleanSession, modelId: null);

    private Task<MethodOutcome> InvokeAsync(int responseSeconds = 30, int connectSeconds = 0, CancellationToken? stop = null) =>
        _hub.Runtime.InvokeMethodAsync(
            D1,
            new MethodInvocation("reboot", "null"u8.ToArray())
            {
                ResponseTimeout = TimeSpan.FromSeconds(responseSeconds),
                ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
            },
            stop ?? TestHub.Stop);
}
