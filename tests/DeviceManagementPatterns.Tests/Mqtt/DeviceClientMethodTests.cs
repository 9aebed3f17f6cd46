using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Tests.Mqtt;

public sealed class DeviceClientMethodTests : DeviceClientTestBase
{
    [Fact]
    public async Task A_handler_that_is_added_later_subscribes_and_its_answer_goes_out_at_QoS_1()
    {
        var (client, connection) = await OpenAsync();
        DirectMethodRequest? seen = null;

        await client.AddMethodHandlerAsync("reboot", (request, _) => Answer(202, """{"status":"accepted"}""", () => seen = request), Stop);
        (await connection.SeenAsync("subscribe $iothub/methods", Stop)).ShouldBe("subscribe $iothub/methods/POST/#");
        await connection.CallAsync("reboot", "7", """{"operationId":"o1"}""");

        (await connection.SeenAsync("$iothub/methods/res", Stop)).ShouldBe("""$iothub/methods/res/202/?$rid=7 qos 1 {"status":"accepted"}""");
        seen!.Payload.GetProperty("operationId").GetString().ShouldBe("o1");
    }

    [Fact]
    public async Task A_handler_that_was_added_before_opening_is_subscribed_at_once()
    {
        var client = Client();
        await client.AddMethodHandlerAsync("reboot", (_, _) => Answer(200, "1"), Stop);

        await client.OpenAsync(Stop);
        var connection = await Hub.NextConnectionAsync(Stop);
        await connection.CallAsync("reboot", "1", "");

        (await connection.SeenAsync("$iothub/methods/res", Stop)).ShouldBe("$iothub/methods/res/200/?$rid=1 qos 1 1");
    }

    [Theory]
    [InlineData("nosuch", "{}", """404/?$rid=1 qos 1 {"Response":"Unknown method"}""", 303)]
    [InlineData("works", "{broken", """400/?$rid=1 qos 1 {"error":{"code":"badPayload","message":"The payload is not JSON."}}""", 304)]
    [InlineData("fails", "{}", """500/?$rid=1 qos 1 {"error":{"code":"handlerFailed","message":"The device's handler failed: InvalidDataException."}}""", 302)]
    [InlineData("null", "{}", """500/?$rid=1 qos 1 {"error":{"code":"handlerFailed","message":"The device's handler failed: InvalidOperationException."}}""", 302)]
    [InlineData("huge", "{}", """500/?$rid=1 qos 1 {"error":{"code":"replyTooLarge","message":"The device's reply has 131073 bytes; 131072 are allowed."}}""", 301)]
    public async Task Every_call_is_answered(string method, string payload, string expected, int logged)
    {
        var (client, connection) = await OpenAsync();
        await client.AddMethodHandlerAsync("works", (_, _) => Answer(200, "1"), Stop);
        await client.AddMethodHandlerAsync("fails", (_, _) => throw new InvalidDataException("secret"), Stop);
        await client.AddMethodHandlerAsync("null", (_, _) => Task.FromResult<DirectMethodResponse>(null!), Stop);
        await client.AddMethodHandlerAsync("huge", (_, _) => Answer(200, $"\"{new string('x', (128 * 1024) - 1)}\""), Stop);

        await connection.CallAsync(method, "1", payload);

        (await connection.SeenAsync("$iothub/methods/res", Stop)).ShouldBe($"$iothub/methods/res/{expected}");
        await LoggedAsync(logged, 1);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_null_and_its_status_any_integer()
    {
        var (client, connection) = await OpenAsync();
        await client.AddMethodHandlerAsync("m", (_, _) => Task.FromResult(new DirectMethodResponse(-3)), Stop);

        await connection.CallAsync("m", "1", "null");

        (await connection.SeenAsync("$iothub/methods/res", Stop)).ShouldBe("$iothub/methods/res/-3/?$rid=1 qos 1 null");
    }

    [Fact]
    public async Task A_slow_handler_does_not_hold_up_others()
    {
        var (client, connection) = await OpenAsync();
        var release = new TaskCompletionSource();
        await client.AddMethodHandlerAsync("slow", async (_, _) => { await release.Task; return new DirectMethodResponse(200); }, Stop);
        await client.AddMethodHandlerAsync("quick", (_, _) => Answer(201, "1"), Stop);

        await connection.CallAsync("slow", "1", "");
        await connection.CallAsync("quick", "2", "");

        (await connection.SeenAsync("$iothub/methods/res", Stop)).ShouldStartWith("$iothub/methods/res/201/?$rid=2");
        release.SetResult();
        (await connection.SeenAsync("$iothub/methods/res", Stop)).ShouldStartWith("$iothub/methods/res/200/?$rid=1");
    }

    [Fact]
    public async Task A_redelivered_call_is_answered_once_and_a_new_call_with_an_old_id_is_new()
    {
        var (client, connection) = await OpenAsync();
        var calls = 0;
        var release = new TaskCompletionSource();
        await client.AddMethodHandlerAsync("m", async (_, _) => { await release.Task; return new DirectMethodResponse(Interlocked.Increment(ref calls)); }, Stop);
        await client.AddMethodHandlerAsync("end", (_, _) => Answer(200, "1"), Stop);

        await connection.CallAsync("m", "1", "");
        await connection.CallAsync("m", "1", "");
        await connection.CallAsync("m", "1", "", isRedelivery: true);
        release.SetResult();
        await connection.SeenAsync("$iothub/methods/res/1/", Stop);
        await LoggedAsync(301, 1);
        await connection.CallAsync("m", "1", "", isRedelivery: true);
        await connection.CallAsync("m", "1", "");

        (await connection.SeenAsync("$iothub/methods/res", Stop)).ShouldStartWith("$iothub/methods/res/2/?$rid=1");
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_call_that_takes_an_answered_calls_id_is_answered_although_the_barrier_is_not_through()
    {
        Hub.Manners.AnswersTwinReads = false;
        var (client, connection) = await OpenAsync();
        await client.AddMethodHandlerAsync("m", (_, _) => Task.FromResult(new DirectMethodResponse(200) { AfterReply = _ => { } }), Stop);

        await connection.CallAsync("m", "1", "");
        await connection.SeenAsync("$iothub/twin/GET", Stop);
        await connection.CallAsync("m", "1", "");

        (await connection.SeenAsync("$iothub/methods/res", Stop)).ShouldStartWith("$iothub/methods/res/200/?$rid=1");
        connection.Cut();
    }

    [Fact]
    public async Task A_call_at_QoS_1_is_acknowledged()
    {
        var (client, connection) = await OpenAsync();
        await client.AddMethodHandlerAsync("m", (_, _) => Answer(200, "1"), Stop);

        await connection.SendAsync("$iothub/methods/POST/m/?$rid=1", "", packetId: 77);

        (await connection.SeenAsync("puback", Stop)).ShouldBe("puback 77");
        await connection.SeenAsync("$iothub/methods/res/200", Stop);
    }

    [Fact]
    public async Task A_name_has_one_handler_until_its_registration_is_disposed()
    {
        var (client, connection) = await OpenAsync();
        CancellationToken token = default;
        var registration = await client.AddMethodHandlerAsync("m", (_, stop) => { token = stop; return Answer(200, "1"); }, Stop);
        await connection.CallAsync("m", "1", "");
        await connection.SeenAsync("$iothub/methods/res/200", Stop);

        await Should.ThrowAsync<InvalidOperationException>(() => client.AddMethodHandlerAsync("m", (_, _) => Answer(200, "2"), Stop));
        await registration.DisposeAsync();
        await connection.CallAsync("m", "2", "");

        await connection.SeenAsync("$iothub/methods/res/404", Stop);
        token.IsCancellationRequested.ShouldBeTrue();
        await client.AddMethodHandlerAsync("m", (_, _) => Answer(203, "2"), Stop);
        await registration.DisposeAsync();
        await connection.CallAsync("m", "3", "");
        await connection.SeenAsync("$iothub/methods/res/203", Stop);
    }

    [Fact]
    public async Task Messages_that_nobody_understands_do_no_harm()
    {
        var (client, connection) = await OpenAsync();
        await client.AddMethodHandlerAsync("m", (_, _) => Answer(200, "1"), Stop);

        await connection.SendAsync("devices/d1/messages/devicebound/%24.to=x", "hello");
        await connection.SendAsync("$iothub/twin/res/200/?$rid=unknown", "{}");
        await connection.SendAsync("nonsense", "");
        await connection.CallAsync("m", "1", "");

        await connection.SeenAsync("$iothub/methods/res/200", Stop);
        Log.Entries.ShouldNotContain(entry => entry.Level >= LogLevel.Warning);
    }

    private static Task<DirectMethodResponse> Answer(int status, string json, Action? then = null)
    {
        then?.Invoke();
        return Task.FromResult(DirectMethodResponse.FromJson(status, json));
    }

    private async Task LoggedAsync(int id, int times)
    {
        while (Log.Entries.Count(entry => entry.Id == id) < times)
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
