namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class StrictQueriesTests
{
    private const string Loose = "ENDSWITH(deviceId, '1')";
    private const string Known = "STARTSWITH(deviceId, 'd')";

    [Fact]
    public async Task Strict_queries_refuse_what_the_cloud_is_not_known_to_take_wherever_there_is_a_condition()
    {
        await using var hub = await RunningHub.StartAsync(options => options.StrictQueries = true);
        var rest = hub.Rest();

        (await rest.PostAsync("/devices/query", Query(Loose))).ShouldBeError(400, "ArgumentInvalid");
        (await rest.PutAsync("/jobs/v2/j1", Job(Loose))).ShouldBeError(400, "ArgumentInvalid");
        (await rest.PutAsync("/configurations/c1", Configuration(Loose))).ShouldBeError(400, "InvalidConfigurationTargetCondition");
        (await rest.PutAsync("/configurations/c1", Metric(Loose))).ShouldBeError(400, "InvalidConfigurationCustomMetricsQuery");
        (await rest.PostAsync("/configurations/testQueries", $$"""{"targetCondition":"{{Loose}}"}""")).Body.ShouldContain("strict queries are on");

        (await rest.PostAsync("/devices/query", Query(Known))).Status.ShouldBe(200);
        (await rest.PutAsync("/jobs/v2/j1", Job(Known))).Status.ShouldBe(200);
        (await rest.PutAsync("/configurations/c1", Configuration(Known))).Status.ShouldBe(201);
        (await rest.PutAsync("/configurations/c2", Metric(Known))).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Without_the_option_all_of_it_is_taken()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();

        (await rest.PostAsync("/devices/query", Query(Loose))).Status.ShouldBe(200);
        (await rest.PutAsync("/jobs/v2/j1", Job(Loose))).Status.ShouldBe(200);
        (await rest.PutAsync("/configurations/c1", Configuration(Loose))).Status.ShouldBe(201);
        (await rest.PutAsync("/configurations/c2", Metric(Loose))).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_program_in_process_is_held_to_it_too()
    {
        await using var hub = await RunningHub.StartAsync(options => options.StrictQueries = true);
        await using var service = hub.Hub.CreateServiceClient();

        var query = async () => await service.QueryAsync($"SELECT * FROM devices WHERE {Loose}", cancellationToken: TestContext.Current.CancellationToken);

        (await query.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.ArgumentInvalid);
    }

    private static string Query(string condition) => $$"""{"query":"SELECT * FROM devices WHERE {{condition}}"}""";

    private static string Job(string condition) =>
        $$$$"""{"type":"scheduleUpdateTwin","queryCondition":"{{{{condition}}}}","updateTwin":{"etag":"*","tags":{"a":1}}}""";

    private static string Configuration(string condition) => $$$$"""{"targetCondition":"{{{{condition}}}}","content":{"deviceContent":{}}}""";

    private static string Metric(string condition) =>
        $$$$"""{"metrics":{"queries":{"n":"SELECT deviceId FROM devices WHERE {{{{condition}}}}"}},"content":{"deviceContent":{}}}""";
}
