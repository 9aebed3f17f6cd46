namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class IdentitiesTests
{
    [Fact]
    public async Task A_device_is_created_read_replaced_and_deleted()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();

        var created = await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""");
        created.Status.ShouldBe(200, created.Body);
        created.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        created.Headers["ETag"].ShouldBe($"\"{created.Json.GetProperty("etag").GetString()}\"");

        var read = await rest.GetAsync("/devices/d1");
        read.Body.ShouldBe(created.Body);

        var replaced = await rest.PutAsync("/devices/d1", """{"deviceId":"d1","status":"disabled"}""", created.Headers["ETag"]);
        replaced.Json.GetProperty("status").GetString().ShouldBe("disabled");
        replaced.Headers["ETag"].ShouldNotBe(created.Headers["ETag"]);

        var deleted = await rest.DeleteAsync("/devices/d1", "\"*\"");
        deleted.Status.ShouldBe(204);
        deleted.Body.ShouldBeEmpty();
        (await rest.GetAsync("/devices/d1")).ShouldBeError(404, "DeviceNotFound");
    }

    [Fact]
    public async Task Without_If_Match_it_is_a_creation_and_with_it_a_replacement()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();

        (await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""", "*")).ShouldBeError(404, "DeviceNotFound");
        (await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""")).Status.ShouldBe(200);
        (await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""")).ShouldBeError(409, "DeviceAlreadyExists");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"*\"")]
    [InlineData("\"{0}\"")]
    [InlineData("{0}")]
    [InlineData("W/\"{0}\"")]
    public async Task All_spellings_of_If_Match_are_read(string spelling)
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        var etag = (await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""")).Json.GetProperty("etag").GetString()!;

        (await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""", spelling.Replace("{0}", etag, StringComparison.Ordinal))).Status.ShouldBe(200);
        (await rest.DeleteAsync("/devices/d1", "\"stale\"")).ShouldBeError(412, "PreconditionFailed");
    }

    [Fact]
    public async Task An_If_Match_that_is_no_ETag_is_refused()
    {
        await using var hub = await RunningHub.StartAsync();

        (await hub.Rest().DeleteAsync("/devices/d1", "\"a\"b\"")).ShouldBeError(400, "ArgumentInvalid");
    }

    [Theory]
    [InlineData("-:.+%_#*?!(),=@;$'")]
    [InlineData("a%2Fb")]
    [InlineData("100%")]
    public async Task Any_id_can_stand_in_a_path(string deviceId)
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        var path = $"/devices/{Uri.EscapeDataString(deviceId)}";

        var created = await rest.PutAsync(path, $$"""{"deviceId":"{{deviceId}}"}""");

        created.Status.ShouldBe(200, created.Body);
        (await rest.GetAsync(path)).Json.GetProperty("deviceId").GetString().ShouldBe(deviceId);
        (await rest.GetAsync($"/twins/{Uri.EscapeDataString(deviceId)}")).Json.GetProperty("deviceId").GetString().ShouldBe(deviceId);
    }

    [Theory]
    [InlineData("/devices")]
    [InlineData("/devices/")]
    public async Task Devices_are_listed_with_and_without_a_slash(string path)
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        for (var i = 0; i < 3; i++)
        {
            await rest.PutAsync($"/devices/d{i}", $$"""{"deviceId":"d{{i}}"}""");
        }

        (await rest.GetAsync(path)).Json.GetArrayLength().ShouldBe(3);
        (await rest.GetAsync($"{path}?top=2")).Json.GetArrayLength().ShouldBe(2);
        (await rest.GetAsync($"{path}?top=0")).Json.GetArrayLength().ShouldBe(3);
        (await rest.GetAsync($"{path}?top=5000")).Json.GetArrayLength().ShouldBe(3);
        (await rest.GetAsync($"{path}?top=many")).ShouldBeError(400, "ArgumentInvalid");
    }

    [Theory]
    [InlineData("/devices")]
    [InlineData("/devices/")]
    public async Task A_bulk_request_creates_many(string path)
    {
        await using var hub = await RunningHub.StartAsync();
        var entries = string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"id":"d{{i}}","importMode":"create"}"""));

        var answer = await hub.Rest().PostAsync(path, $"[{entries}]");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("isSuccessful").GetBoolean().ShouldBeTrue();
        (await hub.Rest().GetAsync("/statistics/devices")).Body.ShouldBe(
            """{"totalDeviceCount":100,"enabledDeviceCount":100,"disabledDeviceCount":0}""");
    }

    [Fact]
    public async Task A_bulk_request_of_101_or_with_a_device_twice_is_refused()
    {
        await using var hub = await RunningHub.StartAsync();
        var entries = string.Join(',', Enumerable.Range(0, 101).Select(i => $$"""{"id":"d{{i}}","importMode":"create"}"""));

        (await hub.Rest().PostAsync("/devices", $"[{entries}]")).ShouldBeError(413, "TooManyDevices");
        (await hub.Rest().PostAsync("/devices", """[{"id":"d","importMode":"create"},{"id":"d","importMode":"create"}]"""))
            .ShouldBeError(400, "DeviceDefinedMultipleTimes");
    }

    [Fact]
    public async Task Modules_live_and_die_with_their_device()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""");

        var created = await rest.PutAsync("/devices/d1/modules/m1", """{"deviceId":"d1","moduleId":"m1"}""");
        created.Status.ShouldBe(200, created.Body);
        created.Json.GetProperty("moduleId").GetString().ShouldBe("m1");
        (await rest.GetAsync("/devices/d1/modules")).Json.GetArrayLength().ShouldBe(1);
        (await rest.GetAsync("/devices/d1/modules/m1")).Headers.ShouldContainKey("ETag");
        (await rest.GetAsync("/twins/d1/modules/m1")).Json.GetProperty("moduleId").GetString().ShouldBe("m1");
        (await rest.GetAsync("/devices/d1/modules/m2")).ShouldBeError(404, "ModuleNotFound");

        await rest.DeleteAsync("/devices/d1", "*");
        (await rest.GetAsync("/devices/d1/modules/m1")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"d1\"")]
    [InlineData("""{"deviceId":"d2"}""")]
    [InlineData("""{"deviceId":"d1","status":"maybe"}""")]
    [InlineData("""{"deviceId":"d1","authentication":{"symmetricKey":{"primaryKey":"not base64"}}}""")]
    public async Task A_body_that_is_not_valid_gets_400(string body)
    {
        await using var hub = await RunningHub.StartAsync();

        var answer = await hub.Rest().PutAsync("/devices/d1", body);

        answer.Status.ShouldBe(400, answer.Body);
        answer.ShouldBeError(400, answer.ErrorName!);
    }

    [Fact]
    public async Task Connected_devices_are_counted()
    {
        await using var hub = await RunningHub.StartAsync();
        using var device = await hub.ConnectAsync("d1");

        (await hub.Rest().GetAsync("/statistics/service")).Body.ShouldBe("""{"connectedDeviceCount":1}""");
    }
}
