namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class TwinsTests
{
    [Fact]
    public async Task A_twin_is_read_patched_and_replaced()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""");

        var fresh = await rest.GetAsync("/twins/d1");
        fresh.Headers["ETag"].ShouldBe("\"AAAAAAAAAAE=\"");
        fresh.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");

        var patched = await rest.PatchAsync("/twins/d1", """{"tags":{"site":"a"},"properties":{"desired":{"fan":"on"}}}""", fresh.Headers["ETag"]);
        patched.Status.ShouldBe(200, patched.Body);
        patched.Json.GetProperty("tags").GetProperty("site").GetString().ShouldBe("a");
        patched.Headers["ETag"].ShouldBe($"\"{patched.Json.GetProperty("etag").GetString()}\"");

        var replaced = await rest.PutAsync("/twins/d1", """{"properties":{"desired":{"speed":1}}}""", patched.Headers["ETag"]);
        replaced.Json.GetProperty("properties").GetProperty("desired").TryGetProperty("fan", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_whole_twin_may_be_sent_back()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""");
        var twin = await rest.PatchAsync("/twins/d1", """{"tags":{"site":"a"},"properties":{"desired":{"fan":"on"}}}""");

        var echoed = await rest.PatchAsync("/twins/d1", twin.Body, "\"*\"");

        echoed.Status.ShouldBe(200, echoed.Body);
        echoed.Json.GetProperty("properties").GetProperty("desired").GetProperty("fan").GetString().ShouldBe("on");
    }

    [Fact]
    public async Task A_stale_stamp_gets_412_and_changes_nothing()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""");

        (await rest.PatchAsync("/twins/d1", """{"tags":{"a":1}}""", "\"stale\"")).ShouldBeError(412, "PreconditionFailed");
        (await rest.PutAsync("/twins/d1", """{"tags":{"a":1}}""", "\"stale\"")).ShouldBeError(412, "PreconditionFailed");

        (await rest.GetAsync("/twins/d1")).Headers["ETag"].ShouldBe("\"AAAAAAAAAAE=\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"properties":{"desired":{"a.b":1}}}""")]
    [InlineData("""{"tags":5}""")]
    public async Task A_body_that_is_not_valid_gets_400(string body)
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.Rest().PutAsync("/devices/d1", """{"deviceId":"d1"}""");

        var answer = await hub.Rest().PatchAsync("/twins/d1", body);

        answer.ShouldBeError(400, answer.ErrorName!);
    }

    [Fact]
    public async Task An_unknown_device_gets_404()
    {
        await using var hub = await RunningHub.StartAsync();

        (await hub.Rest().GetAsync("/twins/d1")).ShouldBeError(404, "DeviceNotFound");
        (await hub.Rest().PatchAsync("/twins/d1", "{}")).ShouldBeError(404, "DeviceNotFound");
        (await hub.Rest().GetAsync("/twins/d1/modules/m1")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("", 400, 400004, "ArgumentInvalid")]
    [InlineData("{", 400, 400004, "ArgumentInvalid")]
    [InlineData("""{"payload":1}""", 400, 400005, "ArgumentNull")]
    [InlineData("""{"methodName":"m","responseTimeoutInSeconds":4}""", 400, 400004, "ArgumentInvalid")]
    [InlineData("""{"methodName":"m","responseTimeoutInSeconds":301}""", 400, 400004, "ArgumentInvalid")]
    [InlineData("""{"methodName":"m","connectTimeoutInSeconds":301}""", 400, 400004, "ArgumentInvalid")]
    [InlineData("""{"methodName":"a/b"}""", 400, 400004, "ArgumentInvalid")]
    public async Task A_method_call_that_cannot_be_made_is_refused_in_shape_B(string body, int status, int code, string name)
    {
        await using var hub = await RunningHub.StartAsync();

        (await hub.Rest().PostAsync("/twins/d1/methods", body)).ShouldBeMethodError(status, code, name);
    }

    [Fact]
    public async Task A_method_call_to_an_unknown_device_is_refused_in_shape_A_the_only_one_that_Node_recognises()
    {
        await using var hub = await RunningHub.StartAsync();

        (await hub.Rest().PostAsync("/twins/d1/methods", """{"methodName":"m"}""")).ShouldBeError(404, "DeviceNotFound");
    }
}
