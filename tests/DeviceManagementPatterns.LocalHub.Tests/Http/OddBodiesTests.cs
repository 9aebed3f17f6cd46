using System.Net.Http.Headers;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

/// <summary>Bodies as some clients write them, and what is said of those that cannot be read.</summary>
public sealed class OddBodiesTests
{
    private const string HalfASurrogatePair = "\\ud800";
    private const string NotUtf8 = "\u00ff";

    public static TheoryData<string, string, string> Texts => new()
    {
        { "PUT", "/devices/d2", """{"deviceId":"d2","statusReason":"X"}""" },
        { "PUT", "/devices/d2", """{"deviceId":"d2","X":1}""" },
        { "POST", "/devices", """[{"id":"X","importMode":"create"}]""" },
        { "POST", "/devices/query", """{"query":"SELECT X"}""" },
        { "PUT", "/jobs/v2/j1", """{"type":"scheduleUpdateTwin","updateTwin":{"etag":"*"},"queryCondition":"X"}""" },
        { "PUT", "/configurations/c1", """{"id":"c1","labels":{"a":"X"},"content":{"deviceContent":{"properties.desired.a":1}}}""" },
        { "PATCH", "/twins/d1", """{"tags":{"a":"X"}}""" },
        { "POST", "/twins/d1/methods", """{"methodName":"X"}""" },
        { "POST", "/$localhub/devices/d1/messages", """{"body":"X"}""" },
        { "POST", "/$localhub/faults", """{"kind":"X","operation":"telemetry"}""" },
        { "POST", "/$localhub/faults", """{"X":1}""" },
        { "POST", "/$localhub/outage", """{"for":"X"}""" },
        { "POST", "/$localhub/devices/d1/messages", """{"properties":{"X":"a"}}""" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_that_is_not_Unicode_is_the_callers_mistake_and_not_the_hubs(string method, string path, string body)
    {
        await using var hub = await RunningHub.StartAsync();
        using var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", "{}");

        var halfPair = await SendAsync(rest, method, path, Latin1(body.Replace("X", HalfASurrogatePair)));
        var notUtf8 = await SendAsync(rest, method, path, Latin1(body.Replace("X", NotUtf8)));

        halfPair.Status.ShouldBe(400, halfPair.Body);
        notUtf8.Status.ShouldBe(400, notUtf8.Body);
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        await using var hub = await RunningHub.StartAsync();
        using var rest = hub.Rest();

        (await rest.PutAsync("/devices/d1", "\ufeff{\"deviceId\":\"d1\"}")).Status.ShouldBe(200);
        var twin = await rest.PatchAsync("/twins/d1", "\ufeff{\"tags\":{\"a\":1}}");

        twin.Status.ShouldBe(200, twin.Body);
        twin.Json.GetProperty("tags").GetProperty("a").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Members_of_twins_methods_and_queries_are_found_in_any_case()
    {
        await using var hub = await RunningHub.StartAsync();
        using var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", "{}");

        var twin = await rest.PatchAsync("/twins/d1", """{"Tags":{"Up":1},"Properties":{"Desired":{"Fan":2}}}""");
        var method = await rest.PostAsync("/twins/d1/methods", """{"MethodName":"reboot","ConnectTimeoutInSeconds":0}""");
        var query = await rest.PostAsync("/devices/query", """{"Query":"SELECT tags.Up FROM devices"}""");

        twin.Json.GetProperty("tags").GetRawText().ShouldBe("""{"Up":1}""");
        twin.Json.GetProperty("properties").GetProperty("desired").GetProperty("Fan").GetInt32().ShouldBe(2);
        method.Headers["iothub-errorcode"].ShouldBe("DeviceNotOnline", method.Body);
        query.Body.ShouldBe("""[{"Up":1}]""");
    }

    [Theory]
    [InlineData("", "The body is not valid JSON: It is empty.")]
    [InlineData("{\n \"tags\":{\"a\":1,}}", "The body is not valid JSON in line 2, byte 16: The JSON object contains a trailing comma at the end which is not supported in this mode.")]
    public async Task What_is_wrong_with_a_body_is_said_without_the_parsers_own_terms(string body, string expected)
    {
        await using var hub = await RunningHub.StartAsync();
        using var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", "{}");

        foreach (var answer in new[] { await rest.PatchAsync("/twins/d1", body), await rest.PutAsync("/devices/d2", body) })
        {
            answer.Status.ShouldBe(400);
            answer.Json.GetProperty("Message").GetString().ShouldBe($"ErrorCode:ArgumentInvalid;{expected}");
        }
    }

    [Fact]
    public async Task A_message_has_no_semicolon_between_sentences_because_Node_shows_no_more()
    {
        await using var hub = await RunningHub.StartAsync();
        using var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", "{}");

        var answer = await rest.PatchAsync("/twins/d1", """{"tags":{"a.b":1}}""");

        answer.Json.GetProperty("Message").GetString()!.Split(';')[1].ShouldEndWith("a space or control characters.");
    }

    private static byte[] Latin1(string text) => [.. text.Select(character => (byte)character)];

    private static Task<RestAnswer> SendAsync(RestCaller rest, string method, string path, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return rest.SendContentAsync(method, path, content);
    }
}
