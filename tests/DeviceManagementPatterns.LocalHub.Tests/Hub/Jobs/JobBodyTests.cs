using System.Text;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Jobs;

public sealed class JobBodyTests
{
    private const string Method = """{"type":"scheduleDeviceMethod","queryCondition":"*","cloudToDeviceMethod":{"methodName":"reboot"}""";

    [Fact]
    public void Nothing_but_what_is_needed_takes_the_defaults()
    {
        var draft = Read(Method + "}");

        (draft.Id, draft.Type, draft.QueryCondition, draft.StartTime).ShouldBe(("j1", JobType.ScheduleDeviceMethod, "*", null));
        draft.MaxExecutionTime.ShouldBe(TimeSpan.FromHours(1));
        draft.Call!.MethodName.ShouldBe("reboot");
        Encoding.UTF8.GetString(draft.Content.Span).ShouldBe("""{"methodName":"reboot"}""");
    }

    [Theory]
    [InlineData("\"2026-03-01T21:00:00Z\"", "2026-03-01T21:00:00Z")]
    [InlineData("\"2026-03-01T21:00:00\"", "2026-03-01T21:00:00Z")]
    [InlineData("\"2026-03-01T23:00:00.5+02:00\"", "2026-03-01T21:00:00.5Z")]
    [InlineData("\"0001-01-01T00:00:00\"", "0001-01-01T00:00:00Z")]
    public void Start_times_are_read_as_SDKs_write_them(string text, string time) =>
        Read($"{Method},\"startTime\":{text}}}").StartTime.ShouldBe(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("12", """ "jobId":12 """)]
    [InlineData("j1", """ "jobId":null,"startTime":"","maxExecutionTimeInSeconds":null,"updateTwin":null """)]
    [InlineData("j1", """ "jobId":"j1","startTime":null,"maxExecutionTimeInSeconds":0 """)]
    public void What_SDKs_leave_open_is_taken(string id, string members) =>
        Read($"{Method},{members}}}", id).MaxExecutionTime.ShouldBe(TimeSpan.FromHours(1));

    [Fact]
    public void Of_a_whole_twin_only_tags_desired_and_etag_are_kept()
    {
        var draft = Read("""
            {"type":"ScheduleUpdateTwin","queryCondition":"*","updateTwin":{"deviceId":null,"etag":"\"AAE=\"","version":null,"status":"enabled",
             "tags":{"site":"a"},"properties":{"desired":{"fan":null,"$version":7,"$metadata":{}},"reported":{"x":1}}}}
            """);

        Encoding.UTF8.GetString(draft.Content.Span).ShouldBe("""{"etag":"AAE=","tags":{"site":"a"},"properties":{"desired":{"fan":null}}}""");
        draft.IfMatch.ShouldBe(new ETag("AAE="));
    }

    [Theory]
    [InlineData("""{"queryCondition":"*"}""", HubErrorCode.ArgumentNull)]
    [InlineData("""{"type":"scheduleTwinUpdate","queryCondition":"*","updateTwin":{"etag":"*"}}""", HubErrorCode.ArgumentInvalid)]
    [InlineData("""{"type":"scheduleDirectRequest","queryCondition":"*","cloudToDeviceMethod":{"methodName":"a"}}""", HubErrorCode.ArgumentInvalid)]
    [InlineData("""{"type":"scheduleDeviceMethod","queryCondition":"*"}""", HubErrorCode.ArgumentNull)]
    [InlineData("""{"type":"scheduleDeviceMethod","queryCondition":"*","cloudToDeviceMethod":{}}""", HubErrorCode.ArgumentNull)]
    [InlineData(
        """{"type":"scheduleDeviceMethod","queryCondition":"*","cloudToDeviceMethod":{"methodName":"a","responseTimeoutInSeconds":4}}""",
        HubErrorCode.ArgumentInvalid)]
    [InlineData("""{"type":"scheduleDeviceMethod","cloudToDeviceMethod":{"methodName":"a"}}""", HubErrorCode.ArgumentNull)]
    [InlineData("""{"type":"scheduleUpdateTwin","queryCondition":"*"}""", HubErrorCode.ArgumentNull)]
    [InlineData("""{"type":"scheduleUpdateTwin","queryCondition":"*","updateTwin":{"tags":{}}}""", HubErrorCode.ArgumentInvalid)]
    [InlineData("""{"type":"scheduleUpdateTwin","queryCondition":"*","updateTwin":{"etag":"*","tags":{"a.b":1}}}""", HubErrorCode.ArgumentInvalid)]
    [InlineData(Method + ",\"jobId\":\"other\"}", HubErrorCode.ArgumentInvalid)]
    [InlineData(Method + ",\"startTime\":\"soon\"}", HubErrorCode.ArgumentInvalid)]
    [InlineData(Method + ",\"maxExecutionTimeInSeconds\":-1}", HubErrorCode.ArgumentInvalid)]
    [InlineData(Method + ",\"maxExecutionTimeInSeconds\":1.5}", HubErrorCode.ArgumentInvalid)]
    [InlineData("[]", HubErrorCode.ArgumentInvalid)]
    [InlineData("", HubErrorCode.ArgumentInvalid)]
    public void What_is_no_job_is_refused(string body, HubErrorCode code) =>
        Should.Throw<HubException>(() => Read(body)).Code.ShouldBe(code);

    [Theory]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("ä")]
    public void An_id_that_cannot_be_is_refused(string id) =>
        Should.Throw<HubException>(() => Read(Method + "}", id)).Code.ShouldBe(HubErrorCode.ArgumentInvalid);

    [Fact]
    public void A_condition_that_is_too_long_is_412()
    {
        var body = Method.Replace("\"*\"", $"\"deviceId = '{new string('x', 8192)}'\"", StringComparison.Ordinal) + "}";

        Should.Throw<HubException>(() => Read(body)).Code.ShouldBe(HubErrorCode.PreconditionFailed);
    }

    private static JobDraft Read(string json, string id = "j1") => JobBody.Read(id, Encoding.UTF8.GetBytes(json), new TwinShapes());
}
