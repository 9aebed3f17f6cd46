using System.Text.Json;
using DeviceManagementPatterns.Operations;
using DeviceManagementPatterns.Reboot;
using Snapshooter.Xunit3;

namespace DeviceManagementPatterns.Tests.Reboot;

public sealed class RebootContractTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 22, 0, 0, 250, TimeSpan.Zero);

    private static readonly RebootStatus Completed = new()
    {
        Phase = RebootPhase.Completed,
        OperationId = "0195-op",
        RequestedTime = Time,
        StartTime = Time.AddSeconds(1),
        EndTime = Time.AddMinutes(1),
        RebootTime = Time.AddMinutes(1),
        BootId = "boot-2",
        PreviousBootId = "boot-1",
        Reason = "kernel update",
    };

    [Fact]
    public void A_completed_reboot_is_reported_like_this() => Snapshot.Match(Indented(RebootContract.WriteReported(Completed)));

    [Fact]
    public void A_failed_reboot_reports_its_error_and_leaves_the_last_reboot_alone() => Snapshot.Match(Indented(RebootContract.WriteReported(
        Completed with { Phase = RebootPhase.Failed, RebootTime = null, Error = new OperationError("bootIdUnchanged", "It did not reboot.") })));

    [Fact]
    public void The_request_of_our_back_end_looks_like_this() => Snapshot.Match(Indented(OperationContract.WriteRequest(new RebootRequest
    {
        OperationId = "0195-op",
        IssuedAt = Time,
        Reason = "kernel update",
        RequestedBy = "ops",
        NotBefore = Time,
        Deadline = Time.AddHours(1),
        OnBlocked = BlockedBehavior.Reject,
        Force = true,
        Evaluate = true,
    })));

    [Fact]
    public void The_shortest_request_carries_its_id_and_time() => Snapshot.Match(Indented(OperationContract.WriteRequest(new RebootRequest
    {
        OperationId = "0195-op",
        IssuedAt = Time,
    })));

    [Theory]
    [InlineData("rebootDevice", """{"Response":"This is the response from the device"}""")]
    [InlineData("reboot", """{"result":"Reboot started."}""")]
    public void Each_tutorial_gets_its_own_body(string methodName, string body) =>
        RebootContract.TutorialBody(methodName).GetRawText().ShouldBe(body);

    [Fact]
    public void The_replies_look_like_this()
    {
        var request = new OperationRequest { OperationId = "0195-op" };
        OperationReply[] replies =
        [
            new(202, "0195-op", "waiting", Admission.Accepted),
            new(200, "0195-op", "completed", Admission.Accepted),
            Admission.Refuse(request, 400, "badPayload", "'reason' is a Number; it takes a String."),
            Admission.Refuse(request, 409, "busy", "Operation '0194-op' is under way (rebooting)."),
            Admission.Refuse(request with { Evaluate = true }, 409, "busy", "Operation '0194-op' is under way (rebooting)."),
            new(200, "0195-op", "idle", "wouldAccept"),
        ];

        Snapshot.Match(string.Join('\n', replies.Select(reply => $"{reply.MethodStatus} {reply.ToJson().GetRawText()}")));
    }

    [Fact]
    public void What_is_reported_is_read_back_unchanged()
    {
        var reported = new TwinSection(RebootContract.WriteReported(Completed), 7);

        RebootContract.ReadReported(reported).ShouldBe(Completed);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"iothubDM":7}""")]
    [InlineData("""{"iothubDM":{"reboot":null}}""")]
    [InlineData("""{"iothubDM":{"reboot":{"lastReboot":"2016-07-19T10:08:32Z"}}}""")]
    [InlineData("""{"iothubDM":{"reboot":{"status":"unheard of"}}}""")]
    public void A_device_that_never_reported_a_status_has_none(string reported) =>
        RebootContract.ReadReported(new TwinSection(Json.Parse(reported), 1)).ShouldBeNull();

    [Fact]
    public void Every_phase_has_a_word_of_its_own() =>
        Enum.GetValues<RebootPhase>().Select(RebootContract.Word).Distinct().Count().ShouldBe(Enum.GetValues<RebootPhase>().Length);

    private static string Indented(JsonElement element)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            element.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
