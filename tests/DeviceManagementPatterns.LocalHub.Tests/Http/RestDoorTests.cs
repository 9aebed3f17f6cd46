using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class RestDoorTests
{
    [Fact]
    public async Task A_refusal_says_which_permissions_are_needed_together_and_which_are_a_choice()
    {
        await using var hub = await RunningHub.StartAsync();

        var answer = await hub.Rest("registryRead").GetAsync("/jobs/v2/j1");

        answer.ShouldBeError(401, "IotHubUnauthorizedAccess");
        answer.Body.ShouldContain("the call needs RegistryRead with RegistryWrite or ServiceConnect.");
    }

    [Theory]
    [InlineData("/devices/d1", 400, "InvalidProtocolVersion")]
    [InlineData("/devices/d1?api-version=", 400, "InvalidProtocolVersion")]
    [InlineData("/devices/d1?api-version=latest", 400, "InvalidProtocolVersion")]
    [InlineData("/devices/d1?api-version=2016-11-14", 404, "DeviceNotFound")]
    [InlineData("/devices/d1?api-version=2021-04-12", 404, "DeviceNotFound")]
    [InlineData("/devices/d1?api-version=2020-05-31-preview", 404, "DeviceNotFound")]
    public async Task Every_call_needs_an_api_version(string path, int status, string name)
    {
        await using var hub = await RunningHub.StartAsync();
        using var client = hub.Trusting();
        var owner = ServiceConnectionString.Parse(hub.Hub.ConnectionString);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://localhost:{hub.Hub.HttpsPort}{path}");
        request.Headers.TryAddWithoutValidation("Authorization", hub.Token("localhost", owner.SharedAccessKey!, "iothubowner"));

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        (await RestAnswer.ReadAsync(response)).ShouldBeError(status, name);
    }

    [Fact]
    public async Task Credentials_that_are_not_good_enough_get_401_and_say_why()
    {
        await using var hub = await RunningHub.StartAsync();
        var key = ServiceConnectionString.Parse(hub.Hub.ConnectionString).SharedAccessKey!;
        var otherKey = ServiceConnectionString.Parse(hub.Hub.GetConnectionString("service")).SharedAccessKey!;
        var cases = new (string? Token, string Reason)[]
        {
            (null, "no Authorization header"),
            ("", "no Authorization header"),
            ("Basic abc", "is no token"),
            ("Bearer abc", "Entra ID"),
            ("SharedAccessSignature sr=localhost", "is no token"),
            (hub.Token("localhost", key), "names no policy"),
            (hub.Token("localhost", key, "nobody"), "There is no policy 'nobody'"),
            (hub.Token("localhost", otherKey, "iothubowner"), "not signed with a key"),
            (hub.Token("localhost", key, "iothubowner", TimeSpan.FromSeconds(-1)), "has expired"),
            (hub.Token("localhost/devices/d2", key, "iothubowner"), "another resource"),
        };
        foreach (var (token, reason) in cases)
        {
            using var caller = new RestCaller(hub.Trusting(), hub.Hub.HttpsPort, () => token ?? "");

            var answer = await caller.GetAsync("/devices/d1");

            answer.ShouldBeError(401, "IotHubUnauthorizedAccess");
            answer.Body.ShouldContain(reason);
            answer.Body.ShouldNotContain(key);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("localhost:8443")]
    [InlineData("myhub.azure-devices.net")]
    [InlineData("localhost/devices")]
    [InlineData("localhost/devices/d1")]
    public async Task A_token_covers_its_resource_and_what_is_below_whatever_the_host_is_called(string resource)
    {
        await using var hub = await RunningHub.StartAsync();
        var key = ServiceConnectionString.Parse(hub.Hub.ConnectionString).SharedAccessKey!;
        using var caller = new RestCaller(hub.Trusting(), hub.Hub.HttpsPort, () => hub.Token(resource, key, "iothubowner"));

        (await caller.GetAsync("/devices/d1")).ShouldBeError(404, "DeviceNotFound");
    }

    [Theory]
    [InlineData("GET", "/devices/d1", "registryRead,registryReadWrite,iothubowner")]
    [InlineData("GET", "/devices", "registryRead,registryReadWrite,iothubowner")]
    [InlineData("GET", "/devices/d1/modules", "registryRead,registryReadWrite,iothubowner")]
    [InlineData("GET", "/devices/d1/modules/m1", "registryRead,registryReadWrite,iothubowner")]
    [InlineData("PUT", "/devices/d1", "registryReadWrite,iothubowner")]
    [InlineData("DELETE", "/devices/d1", "registryReadWrite,iothubowner")]
    [InlineData("PUT", "/devices/d1/modules/m1", "registryReadWrite,iothubowner")]
    [InlineData("DELETE", "/devices/d1/modules/m1", "registryReadWrite,iothubowner")]
    [InlineData("POST", "/devices", "registryReadWrite,iothubowner")]
    [InlineData("GET", "/statistics/devices", "registryRead,registryReadWrite,service,iothubowner")]
    [InlineData("GET", "/statistics/service", "registryRead,registryReadWrite,service,iothubowner")]
    [InlineData("GET", "/twins/d1", "service,iothubowner")]
    [InlineData("PATCH", "/twins/d1", "service,iothubowner")]
    [InlineData("PUT", "/twins/d1", "service,iothubowner")]
    [InlineData("GET", "/twins/d1/modules/m1", "service,iothubowner")]
    [InlineData("PATCH", "/twins/d1/modules/m1", "service,iothubowner")]
    [InlineData("PUT", "/twins/d1/modules/m1", "service,iothubowner")]
    [InlineData("POST", "/twins/d1/methods", "service,iothubowner")]
    [InlineData("POST", "/twins/d1/modules/m1/methods", "service,iothubowner")]
    [InlineData("POST", "/devices/query", "registryRead,registryReadWrite,service,iothubowner")]
    public async Task Each_call_asks_for_its_permission(string method, string path, string allowed)
    {
        await using var hub = await RunningHub.StartAsync();

        foreach (var policy in new[] { "iothubowner", "service", "device", "registryRead", "registryReadWrite" })
        {
            var answer = await hub.Rest(policy).SendAsync(method, path, method == "GET" ? null : "{}");

            (answer.Status != 401).ShouldBe(allowed.Split(',').Contains(policy), $"{policy}: {answer.Body}");
            if (answer.Status == 401)
            {
                answer.ShouldBeError(401, "IotHubUnauthorizedAccess");
                answer.Body.ShouldContain($"'{policy}' does not allow access");
            }
        }
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/nothing/here")]
    [InlineData("GET", "/twins")]
    [InlineData("POST", "/devices/d1/nothing")]
    public async Task What_is_not_there_is_told_in_JSON(string method, string path)
    {
        await using var hub = await RunningHub.StartAsync();

        (await hub.Rest().SendAsync(method, path)).ShouldBeError(404, "GenericNotFound");
    }

    [Theory]
    [InlineData("POST", "/twins/d1")]
    [InlineData("PATCH", "/devices/d1")]
    [InlineData("GET", "/twins/d1/methods")]
    public async Task A_verb_that_is_not_offered_is_told_in_JSON(string method, string path)
    {
        await using var hub = await RunningHub.StartAsync();

        (await hub.Rest().SendAsync(method, path)).ShouldBeError(405, "GenericMethodNotAllowed");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_with_413()
    {
        await using var hub = await RunningHub.StartAsync();
        var body = "{\"tags\":{\"a\":\"" + new string('x', 2_000_000) + "\"}}";

        (await hub.Rest().PatchAsync("/twins/d1", body)).ShouldBeError(413, "MessageTooLarge");
    }

    [Fact]
    public async Task Every_answer_carries_its_own_request_id()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();

        var first = (await rest.GetAsync("/devices")).Headers["x-ms-request-id"];
        var second = (await rest.GetAsync("/nothing")).Headers["x-ms-request-id"];

        Guid.Parse(first).ShouldNotBe(Guid.Parse(second));
    }
}
