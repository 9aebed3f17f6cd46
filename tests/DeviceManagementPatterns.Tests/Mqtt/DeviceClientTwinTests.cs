using DeviceManagementPatterns.Tests.Fixtures;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.Tests.Mqtt;

public sealed class DeviceClientTwinTests : DeviceClientTestBase
{
    private readonly WatchedTime _time = new();

    [Fact]
    public async Task The_twin_is_read_without_the_hubs_own_members()
    {
        Hub.Twin = """{"desired":{"fan":"on","$version":4},"reported":{"$version":9}}""";
        var (client, connection) = await OpenAsync();

        var twin = await client.GetTwinAsync(Stop);

        twin.Desired.Properties.GetRawText().ShouldBe("""{"fan":"on"}""");
        (twin.Desired.Version, twin.Reported.Version).ShouldBe((4, 9));
        var request = (await connection.SeenAsync("$iothub/twin/GET", Stop)).Split(' ');
        request[2].ShouldBe("0");
        Guid.TryParseExact(request[0].Split("$rid=")[1], "D", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_reported_patch_returns_the_new_version()
    {
        var (client, connection) = await OpenAsync();

        (await client.UpdateReportedAsync(Json("""{"fan":null, "speed":1.50}"""), Stop)).ShouldBe(2);

        (await connection.SeenAsync("$iothub/twin/PATCH", Stop)).ShouldEndWith("""qos 0 {"fan":null, "speed":1.50}""");
    }

    [Fact]
    public async Task A_refusal_carries_the_hubs_code_and_words()
    {
        Hub.Manners.TwinRefusal = (400, """{"errorCode":400004,"trackingId":"abc","message":"Too deep.","timestampUtc":"x"}""");
        var (client, _) = await OpenAsync();

        var error = await Should.ThrowAsync<HubException>(() => client.UpdateReportedAsync(Json("{}"), Stop));

        error.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        error.Message.ShouldBe("Reporting properties of 'd1' failed: 400 ArgumentInvalid: Too deep. Tracking id abc.");
        error.TrackingId.ShouldBe("abc");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_patch_is_an_object(string patch)
    {
        var (client, _) = await OpenAsync();

        await Should.ThrowAsync<ArgumentException>(() => client.UpdateReportedAsync(Json(patch), Stop));
    }

    [Fact]
    public async Task A_patch_that_no_message_holds_is_not_sent()
    {
        var (client, connection) = await OpenAsync();

        var error = await Should.ThrowAsync<HubException>(
            () => client.UpdateReportedAsync(Json($$"""{"a":"{{new string('x', 256 * 1024)}}"}"""), Stop));

        error.Code.ShouldBe(HubErrorCode.MessageTooLarge);
        connection.Ended.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_that_is_no_twin_is_shown()
    {
        Hub.Twin = "oops";
        var (client, _) = await OpenAsync();

        var error = await Should.ThrowAsync<HubException>(() => client.GetTwinAsync(Stop));

        error.Code.ShouldBe(HubErrorCode.UnexpectedAnswer);
        error.Message.ShouldContain("'oops'");
    }

    [Fact]
    public async Task A_hub_that_does_not_answer_is_given_up_after_the_operation_timeout()
    {
        Hub.Manners.AnswersTwinReads = false;
        var (client, connection) = await OpenAsync(_time);

        var read = client.GetTwinAsync(Stop);
        await connection.SeenAsync("$iothub/twin/GET", Stop);
        _time.Advance(TimeSpan.FromSeconds(60));

        (await Should.ThrowAsync<HubException>(() => read)).Code.ShouldBe(HubErrorCode.Timeout);
    }

    [Fact]
    public async Task Without_opening_nothing_can_be_read()
    {
        var error = await Should.ThrowAsync<HubException>(() => Client().GetTwinAsync(Stop));

        error.Message.ShouldContain("Call OpenAsync first");
    }

    [Fact]
    public async Task A_patch_whose_answer_was_lost_with_the_link_is_sent_again()
    {
        Hub.Manners.AnswersReportedPatches = false;
        var (client, connection) = await OpenAsync();

        var update = client.UpdateReportedAsync(Json("""{"n":1}"""), Stop);
        await connection.SeenAsync("$iothub/twin/PATCH", Stop);
        Hub.Manners.AnswersReportedPatches = true;
        connection.Cut();

        (await update).ShouldBe(2);
        var next = await Hub.NextConnectionAsync(Stop);
        (await next.SeenAsync("$iothub/twin/PATCH", Stop)).ShouldEndWith("""{"n":1}""");
    }

    [Fact]
    public async Task Without_a_link_a_call_waits_for_it_up_to_the_operation_timeout()
    {
        var (client, connection) = await OpenAsync(_time);
        Hub.Answer = MqttConnectReturnCode.ConnectionRefusedNotAuthorized;
        var reconnecting = ReachedAsync(client, ConnectionState.Reconnecting);
        connection.Cut();
        await reconnecting;

        var read = client.GetTwinAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(60));

        var error = await Should.ThrowAsync<HubException>(() => read);
        error.Code.ShouldBe(HubErrorCode.Network);
        error.Message.ShouldContain("'d1' had no link within 60 s");
    }

    [Fact]
    public async Task The_callers_token_stops_waiting()
    {
        Hub.Manners.AnswersTwinReads = false;
        using var stop = new CancellationTokenSource();
        var (client, connection) = await OpenAsync();

        var read = client.GetTwinAsync(stop.Token);
        await connection.SeenAsync("$iothub/twin/GET", Stop);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task Disposing_ends_a_call_that_waits()
    {
        Hub.Manners.AnswersTwinReads = false;
        var (client, connection) = await OpenAsync();

        var read = client.GetTwinAsync(Stop);
        await connection.SeenAsync("$iothub/twin/GET", Stop);
        await client.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => read);
    }

    private static Task ReachedAsync(IotHubDeviceClient client, ConnectionState state)
    {
        var reached = new TaskCompletionSource();
        client.ConnectionStatusChanged += (_, status) =>
        {
            if (status.State == state)
            {
                reached.TrySetResult();
            }
        };
        return reached.Task.WaitAsync(Stop);
    }
}
