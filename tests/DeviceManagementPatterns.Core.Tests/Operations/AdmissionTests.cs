using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Tests.Operations;

public sealed class AdmissionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 22, 0, 0, TimeSpan.Zero);
    private readonly OperationRequest _request = new() { OperationId = "new" };

    [Fact]
    public void A_first_request_is_accepted() => Decide(_request).ShouldBe(new OperationReply(202, "new", "waiting", "accepted"));

    [Fact]
    public void A_repeated_request_of_a_running_operation_is_accepted_again_and_told_where_it_is()
    {
        var running = Known("new", "rebooting");

        Decide(_request, known: running, current: running).ShouldBe(new OperationReply(202, "new", "rebooting", "accepted"));
    }

    [Fact]
    public void A_repeated_request_of_a_finished_operation_gets_its_end_and_200()
    {
        var finished = Known("new", "completed");
        finished.Finish();

        Decide(_request, known: finished).ShouldBe(new OperationReply(200, "new", "completed", "accepted"));
    }

    [Fact]
    public void A_second_operation_is_refused_and_the_holder_is_named()
    {
        var reply = Decide(_request, current: Known("old", "rebooting"));

        reply.MethodStatus.ShouldBe(409);
        reply.Reason.ShouldBe("Operation 'old' is under way (rebooting).");
    }

    [Fact]
    public void Nothing_is_accepted_while_the_device_starts_or_stops() => Decide(_request, isAccepting: false).MethodStatus.ShouldBe(503);

    [Fact]
    public void A_passed_deadline_is_refused() =>
        Decide(_request with { Deadline = Now }).Error!.Code.ShouldBe("deadlinePassed");

    [Fact]
    public void A_deadline_before_the_earliest_start_is_refused() =>
        Decide(_request with { NotBefore = Now.AddHours(2), Deadline = Now.AddHours(1) }).MethodStatus.ShouldBe(400);

    [Fact]
    public void A_dry_run_is_answered_and_not_accepted()
    {
        var dryRun = _request with { Evaluate = true };

        Decide(dryRun).ShouldBe(new OperationReply(200, "new", "idle", "wouldAccept"));
        Decide(dryRun, current: Known("old", "rebooting")).Result.ShouldBe("wouldReject");
    }

    private static Operation Known(string id, string status) => new(id, new OperationRequest { OperationId = id }, Now, status);

    private static OperationReply Decide(
        OperationRequest request, Operation? known = null, Operation? current = null, bool isAccepting = true) =>
        Admission.Decide(request, "waiting", known, current, isAccepting, Now);
}
