using System.Collections.Concurrent;
using System.Text;
using DeviceManagementPatterns.Tests.Fixtures;
using DeviceManagementPatterns.Wire;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.Tests.Mqtt;

/// <summary>The life of the link after it was opened.</summary>
public sealed class DeviceClientLinkTests : DeviceClientTestBase
{
    private static readonly TimeSpan RenewalTime = TimeSpan.FromMinutes(48);

    private readonly WatchedTime _time = new();

    [Fact]
    public async Task A_cut_link_comes_back_with_everything_subscribed_and_the_states_are_told()
    {
        var (client, connection) = await OpenAsync();
        var states = new ConcurrentQueue<ConnectionState>();
        client.ConnectionStatusChanged += (sender, status) =>
        {
            sender.ShouldBe(client);
            states.Enqueue(status.State);
        };
        await client.AddMethodHandlerAsync("m", (_, _) => Task.FromResult(new DirectMethodResponse(200)), Stop);

        connection.Cut();
        var next = await Hub.NextConnectionAsync(Stop);
        await client.GetTwinAsync(Stop);
        await next.CallAsync("m", "1", "");
        await next.SeenAsync("$iothub/methods/res/200", Stop);

        states.ShouldBe([ConnectionState.Reconnecting, ConnectionState.Connected]);
        Log.Entries.ShouldContain(entry => entry.Id == 102);
    }

    [Fact]
    public async Task A_listener_that_fails_does_not_stop_the_others()
    {
        var (client, connection) = await OpenAsync();
        var told = new TaskCompletionSource<ConnectionStatus>();
        client.ConnectionStatusChanged += (_, _) => throw new InvalidOperationException();
        client.ConnectionStatusChanged += (_, status) => told.TrySetResult(status);

        connection.Cut();

        (await told.Task.WaitAsync(Stop)).State.ShouldBe(ConnectionState.Reconnecting);
        await Hub.NextConnectionAsync(Stop);
        Log.Entries.ShouldContain(entry => entry.Id == 106);
    }

    [Fact]
    public async Task A_device_that_is_refused_later_keeps_trying_slowly()
    {
        var (client, connection) = await OpenAsync(_time);
        Hub.Answer = MqttConnectReturnCode.ConnectionRefusedNotAuthorized;

        connection.Cut();
        await _time.WaitBeginsAsync(TimeSpan.FromMilliseconds(1), Stop);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Hub.NextConnectionAsync(Stop);
        await _time.WaitBeginsAsync(wait => wait > TimeSpan.FromSeconds(5) && wait <= TimeSpan.FromSeconds(10), Stop);
        client.ConnectionStatus.Reason!.ShouldContain("refused 'd1'");
        Hub.Answer = MqttConnectReturnCode.ConnectionAccepted;
        _time.Advance(TimeSpan.FromSeconds(10));

        await Hub.NextConnectionAsync(Stop);
        (await client.GetTwinAsync(Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_hub_that_gives_no_sign_of_life_is_left()
    {
        Hub.Manners.AnswersPings = false;
        var (_, connection) = await OpenAsync(_time);

        await _time.WaitBeginsAsync(TimeSpan.FromMinutes(2), Stop);
        _time.Advance(TimeSpan.FromMinutes(2));
        await connection.SeenAsync("ping", Stop);
        await _time.WaitBeginsAsync(TimeSpan.FromSeconds(30), Stop);
        _time.Advance(TimeSpan.FromSeconds(30));

        await connection.Ended.WaitAsync(Stop);
        await _time.WaitBeginsAsync(TimeSpan.FromMilliseconds(1), Stop);
        Log.Entries.ShouldContain(entry => entry.Id == 102 && entry.Text.Contains("no sign of life within 30 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hub_that_answers_pings_is_kept()
    {
        var (client, connection) = await OpenAsync(_time);

        for (var i = 0; i < 3; i++)
        {
            await _time.WaitBeginsAsync(TimeSpan.FromMinutes(2), Stop);
            _time.Advance(TimeSpan.FromMinutes(2));
            await connection.SeenAsync("ping", Stop);
        }

        await client.GetTwinAsync(Stop);
        connection.Ended.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_token_is_renewed_at_four_fifths_of_its_life_by_a_polite_reconnect()
    {
        var (client, connection) = await OpenAsync(_time);

        await _time.WaitBeginsAsync(RenewalTime, Stop);
        _time.Advance(RenewalTime);

        await connection.SeenAsync("disconnect", Stop);
        var next = await Hub.NextConnectionAsync(Stop);
        TokenOf(next).Expires.ShouldBe(TokenOf(connection).Expires + RenewalTime);
        (await client.GetTwinAsync(Stop)).ShouldNotBeNull();
        Log.Entries.ShouldNotContain(entry => entry.Id == 102);
    }

    [Fact]
    public async Task A_renewal_waits_for_replies_and_patches_that_are_under_way()
    {
        Hub.Manners.AnswersReportedPatches = false;
        var (client, connection) = await OpenAsync(_time);
        var decided = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        await client.AddMethodHandlerAsync(
            "m", async (_, _) => { began.SetResult(); await decided.Task; return new DirectMethodResponse(200); }, Stop);
        await _time.WaitBeginsAsync(RenewalTime, Stop);
        _time.Advance(RenewalTime - TimeSpan.FromSeconds(10));
        await connection.CallAsync("m", "1", "");
        await began.Task.WaitAsync(Stop);
        var update = client.UpdateReportedAsync(Json("{}"), Stop);
        var patch = await connection.SeenAsync("$iothub/twin/PATCH", Stop);

        _time.Advance(TimeSpan.FromSeconds(10));
        await _time.WaitBeginsAsync(TimeSpan.FromMinutes(5), Stop);
        await connection.SendAsync($"$iothub/twin/res/204/?{patch.Split(' ')[0].Split('?')[1]}&$version=12", "");
        (await update).ShouldBe(12);
        connection.Ended.IsCompleted.ShouldBeFalse();
        decided.SetResult();

        await connection.SeenAsync("$iothub/methods/res/200", Stop);
        await connection.SeenAsync("disconnect", Stop);
        await Hub.NextConnectionAsync(Stop);
    }

    [Fact]
    public async Task A_renewal_does_not_wait_for_ever()
    {
        var (client, connection) = await OpenAsync(_time);
        var began = new TaskCompletionSource();
        await client.AddMethodHandlerAsync(
            "m",
            async (_, stop) => { began.SetResult(); await Task.Delay(Timeout.Infinite, stop); return new DirectMethodResponse(200); },
            Stop);
        await connection.CallAsync("m", "1", "");
        await began.Task.WaitAsync(Stop);

        await _time.WaitBeginsAsync(RenewalTime, Stop);
        _time.Advance(RenewalTime);
        await _time.WaitBeginsAsync(TimeSpan.FromMinutes(5), Stop);
        _time.Advance(TimeSpan.FromMinutes(5));

        await Hub.NextConnectionAsync(Stop);
        Log.Entries.ShouldContain(entry => entry.Id == 105);
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_a_renewal_that_waits()
    {
        var (client, connection) = await OpenAsync(_time);
        var began = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await client.AddMethodHandlerAsync(
            "m", async (_, _) => { began.SetResult(); await ended.Task; return new DirectMethodResponse(200); }, Stop);
        await connection.CallAsync("m", "1", "");
        await began.Task.WaitAsync(Stop);
        await _time.WaitBeginsAsync(RenewalTime, Stop);
        _time.Advance(RenewalTime);
        await _time.WaitBeginsAsync(TimeSpan.FromMinutes(5), Stop);

        var disposing = client.DisposeAsync().AsTask();
        ended.SetResult();
        await disposing.WaitAsync(Stop);

        await connection.SeenAsync("$iothub/methods/res/200", Stop);
        await connection.SeenAsync("disconnect", Stop);
    }

    [Fact]
    public async Task Disposing_says_goodbye_and_may_be_done_twice_or_before_opening()
    {
        var (client, connection) = await OpenAsync(_time);
        var never = Client();

        await client.DisposeAsync();
        await client.DisposeAsync();
        await never.DisposeAsync();

        await connection.SeenAsync("disconnect", Stop);
        client.ConnectionStatus.ShouldBe(new ConnectionStatus(ConnectionState.Disconnected, "the client is disposed"));
        await Should.ThrowAsync<ObjectDisposedException>(() => client.GetTwinAsync(Stop));
        await Should.ThrowAsync<ObjectDisposedException>(() => client.AddMethodHandlerAsync("m", (_, _) => null!, Stop));
    }

    [Fact]
    public async Task Disposing_while_the_link_is_down_ends_at_once()
    {
        var (client, connection) = await OpenAsync(_time);
        connection.Cut();
        await _time.WaitBeginsAsync(TimeSpan.FromMilliseconds(1), Stop);

        await client.DisposeAsync().AsTask().WaitAsync(Stop);

        client.ConnectionStatus.State.ShouldBe(ConnectionState.Disconnected);
    }

    [Fact]
    public async Task A_message_at_QoS_2_ends_the_connection()
    {
        var (_, connection) = await OpenAsync();

        await connection.SendQoS2Async("$iothub/methods/POST/m/?$rid=1");

        await connection.Ended.WaitAsync(Stop);
        await Hub.NextConnectionAsync(Stop);
    }

    private static SasToken TokenOf(HubConnection connection) =>
        SasToken.TryParse(Encoding.UTF8.GetString(connection.Connect.Password), out var token) ? token : throw new InvalidOperationException();
}
