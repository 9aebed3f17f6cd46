namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class ApplyContentTests
{
    private const string Path = "/devices/edge/applyConfigurationContent";

    [Fact]
    public async Task An_edge_device_gets_modules_with_their_desired_properties()
    {
        await using var hub = await StartAsync();
        await hub.Rest().PutAsync("/devices/edge/modules/known", """{"deviceId":"edge","moduleId":"known"}""");
        await hub.Rest().PatchAsync("/twins/edge/modules/known", """{"properties":{"desired":{"old":1,"keep":{"a":1}}}}""");

        var applied = await hub.Rest().PostAsync(
            Path, """{"modulesContent":{"$edgeAgent":{"properties.desired":{"schemaVersion":"1.1"}},"known":{"properties.desired.keep.b":2}}}""");

        (applied.Status, applied.Body).ShouldBe((204, ""));
        (await DesiredAsync(hub, "edge/modules/$edgeAgent")).ShouldStartWith("""{"schemaVersion":"1.1",""");
        (await DesiredAsync(hub, "edge/modules/known")).ShouldStartWith("""{"old":1,"keep":{"a":1,"b":2},""");
        (await hub.Rest().GetAsync("/twins/edge/modules/known")).Json.TryGetProperty("configurations", out _).ShouldBeFalse();

        await hub.Rest().PostAsync(Path, """{"modulesContent":{"known":{"properties.desired":{"new":1}}}}""");
        (await DesiredAsync(hub, "edge/modules/known")).ShouldStartWith("""{"new":1,"$metadata":""", customMessage: "named as a whole, they are replaced");
    }

    [Fact]
    public async Task Any_device_gets_device_content()
    {
        await using var hub = await StartAsync();

        (await hub.Rest().PostAsync("/devices/plain/applyConfigurationContent", """{"deviceContent":{"properties.desired.fan":"on"}}""")).Status.ShouldBe(204);

        (await DesiredAsync(hub, "plain")).ShouldStartWith("""{"fan":"on",""");
    }

    [Fact]
    public async Task What_does_not_fit_changes_nothing()
    {
        await using var hub = await StartAsync();
        var text = new string('x', 4000);
        var large = "{" + string.Join(',', Enumerable.Range(0, 9).Select(n => $"\"k{n}\":\"{text}\"")) + "}";
        var many = string.Join(',', Enumerable.Range(0, 21).Select(n => $"\"m{n}\":{{}}"));

        (await hub.Rest().PostAsync(Path, $$$$"""{"modulesContent":{"m1":{"properties.desired":{"a":1}},"m2":{"properties.desired":{{{{large}}}}}}}"""))
            .ShouldBeError(400, "ArgumentInvalid");
        (await hub.Rest().PostAsync(Path, $$$"""{"modulesContent":{{{{many}}}}}""")).ShouldBeError(413, "TooManyModulesOnDevice");
        (await hub.Rest().PostAsync(Path, """{"moduleContent":{"properties.desired.a":1}}""")).ShouldBeError(400, "InvalidConfigurationContent");
        (await hub.Rest().PostAsync(Path, "{}")).ShouldBeError(400, "InvalidConfigurationContent");
        (await hub.Rest().PostAsync("/devices/plain/applyConfigurationContent", """{"modulesContent":{"m1":{"properties.desired":{}}}}"""))
            .ShouldBeError(400, "InvalidOperation");
        (await hub.Rest().PostAsync("/devices/none/applyConfigurationContent", """{"deviceContent":{"properties.desired.a":1}}"""))
            .ShouldBeError(404, "DeviceNotFound");
        (await hub.Rest("registryRead").PostAsync(Path, """{"deviceContent":{"properties.desired.a":1}}""")).ShouldBeError(401, "IotHubUnauthorizedAccess");
        (await hub.Rest().GetAsync("/devices/edge/modules")).Body.ShouldBe("[]");
    }

    private static async Task<RunningHub> StartAsync()
    {
        var hub = await RunningHub.StartAsync();
        await hub.Rest().PutAsync("/devices/edge", """{"deviceId":"edge","capabilities":{"iotEdge":true}}""");
        await hub.Rest().PutAsync("/devices/plain", """{"deviceId":"plain"}""");
        return hub;
    }

    private static async Task<string> DesiredAsync(RunningHub hub, string twin) =>
        (await hub.Rest().GetAsync($"/twins/{twin}")).Json.GetProperty("properties").GetProperty("desired").GetRawText();
}
