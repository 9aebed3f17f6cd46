using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Jobs;

public sealed class HubJobsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly HubJobs _jobs = new(maxActive: null);

    [Fact]
    public void The_statistics_count_every_device_by_where_it_stands()
    {
        Started("j", "d0", "d1", "d2", "d3", "d4").ShouldBe(new JobStatistics(5, 0, 0, 0, 5));

        _jobs.Begin("j", 0, Noon);
        _jobs.Begin("j", 1, Noon);
        _jobs.Begin("j", 3, Noon);
        _jobs.Succeed("j", 0, outcome: null, Noon);
        _jobs.FailDevice("j", 1, Offline(), Noon);

        Statistics("j").ShouldBe(new JobStatistics(DeviceCount: 5, FailedCount: 1, SucceededCount: 1, RunningCount: 1, PendingCount: 2));
    }

    [Fact]
    public void A_job_completes_although_devices_failed_and_what_had_no_result_ran_out_of_time()
    {
        Started("j", "d0", "d1", "d2");
        _jobs.Begin("j", 0, Noon);
        _jobs.Begin("j", 1, Noon);
        _jobs.Succeed("j", 0, new MethodOutcome(200, "1"u8.ToArray()), Noon);

        _jobs.Finish("j", Noon.AddHours(1));

        var (job, statistics) = _jobs.Get("j", Noon.AddHours(1));
        (job.Status, job.StartTime, job.EndTime).ShouldBe((JobStatus.Completed, Noon, Noon.AddHours(1)));
        statistics.ShouldBe(new JobStatistics(3, FailedCount: 2, SucceededCount: 1, 0, 0));
        _jobs.Devices(Noon.AddHours(1)).Select(device => device.Error?.Code)
            .ShouldBe([null, HubErrorCode.GatewayTimeout, HubErrorCode.DeviceNotOnline]);
    }

    [Fact]
    public void A_job_without_devices_fails_and_says_why()
    {
        _jobs.Create(Draft("j"), Noon);

        _jobs.Start("j", [], Noon).ShouldBeFalse();

        var job = _jobs.Get("j", Noon).Job;
        job.Status.ShouldBe(JobStatus.Failed);
        job.FailureReason.ShouldBe("No device matches the condition '*'.");
        job.EndTime.ShouldBe(Noon);
    }

    [Fact]
    public void Cancelling_spares_what_is_done_and_ends_the_rest_once_and_for_all()
    {
        Started("j", "d0", "d1", "d2");
        _jobs.Succeed("j", 0, outcome: null, Noon);
        _jobs.Begin("j", 1, Noon);

        _jobs.Cancel("j", Noon.AddSeconds(1)).Job.Status.ShouldBe(JobStatus.Cancelled);
        _jobs.Succeed("j", 1, outcome: null, Noon.AddSeconds(2));
        _jobs.FailDevice("j", 2, Offline(), Noon.AddSeconds(2));
        _jobs.Finish("j", Noon.AddSeconds(2));

        _jobs.Cancel("j", Noon.AddSeconds(3)).ShouldBe(_jobs.Get("j", Noon));
        _jobs.Get("j", Noon).Job.EndTime.ShouldBe(Noon.AddSeconds(1));
        _jobs.Devices(Noon).Select(device => device.Status)
            .ShouldBe([DeviceJobStatus.Completed, DeviceJobStatus.Canceled, DeviceJobStatus.Canceled]);
        Statistics("j").ShouldBe(new JobStatistics(3, 0, 1, 0, 0));
    }

    [Fact]
    public void A_cancelled_job_does_not_start()
    {
        _jobs.Create(Draft("j"), Noon);
        _jobs.Postpone("j", Noon);
        _jobs.Get("j", Noon).Job.Status.ShouldBe(JobStatus.Scheduled);

        _jobs.Cancel("j", Noon);

        _jobs.Start("j", ["d0"], Noon).ShouldBeFalse();
        _jobs.Devices(Noon).ShouldBeEmpty();
    }

    [Fact]
    public void A_job_that_is_over_cannot_be_cancelled_and_keeps_its_id_for_30_days()
    {
        Started("j", "d0");
        _jobs.Finish("j", Noon);

        Code(() => _jobs.Cancel("j", Noon)).ShouldBe(HubErrorCode.InvalidOperation);
        Code(() => _jobs.Create(Draft("j"), Noon.AddDays(30).AddTicks(-1))).ShouldBe(HubErrorCode.JobAlreadyExists);
        Code(() => _jobs.Get("j", Noon.AddDays(30))).ShouldBe(HubErrorCode.JobNotFound);
        _jobs.Create(Draft("j"), Noon.AddDays(30)).Job.Status.ShouldBe(JobStatus.Queued);
    }

    [Fact]
    public void A_quota_counts_jobs_that_are_not_over()
    {
        var jobs = new HubJobs(maxActive: 2);
        jobs.Create(Draft("a"), Noon);
        jobs.Create(Draft("b"), Noon);

        Code(() => jobs.Create(Draft("c"), Noon)).ShouldBe(HubErrorCode.ThrottlingMaxActiveJobCountExceeded);
        Code(() => jobs.Create(Draft("a"), Noon)).ShouldBe(HubErrorCode.JobAlreadyExists);
        jobs.Cancel("a", Noon);
        jobs.Create(Draft("c"), Noon).Job.Sequence.ShouldBe(3);
    }

    [Theory]
    [InlineData(null, null, "a b c")]
    [InlineData("ScheduleUpdateTwin", "", "a b c")]
    [InlineData("scheduleDeviceMethod", null, "")]
    [InlineData("", "Completed", "a")]
    [InlineData(null, "queued", "b c")]
    [InlineData("unknown", null, "")]
    public void Lists_are_filtered_whatever_the_case(string? type, string? status, string ids)
    {
        Started("a", "d0");
        _jobs.Finish("a", Noon);
        _jobs.Create(Draft("b"), Noon);
        _jobs.Create(Draft("c"), Noon);

        var found = _jobs.List(new JobFilter(type, status), after: 0, maxCount: 10, Noon);

        string.Join(' ', found.Select(snapshot => snapshot.Job.Id)).ShouldBe(ids);
    }

    private static JobDraft Draft(string id) =>
        new(id, "*", StartTime: null, TimeSpan.FromSeconds(3600)) { Content = """{"etag":"*"}"""u8.ToArray() };

    private static HubException Offline() => new(HubErrorCode.DeviceNotOnline, "offline");

    private static HubErrorCode? Code(Action act) => act.ShouldThrow<HubException>().Code;

    private JobStatistics Started(string id, params string[] deviceIds)
    {
        _jobs.Create(Draft(id), Noon);
        _jobs.Start(id, deviceIds, Noon).ShouldBeTrue();
        return Statistics(id);
    }

    private JobStatistics Statistics(string id) => _jobs.Get(id, Noon).Statistics;
}
