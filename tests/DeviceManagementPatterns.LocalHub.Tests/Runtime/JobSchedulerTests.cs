using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Runtime.Jobs;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Runtime;

public sealed class JobSchedulerTests : IAsyncDisposable
{
    private readonly TestHub _hub = new();
    private readonly JobScheduler _jobs;

    public JobSchedulerTests() => _jobs = new JobScheduler(_hub.Runtime, new HubSettings { RandomBytes = _ => [] }, QueryDialect.Full);

    public ValueTask DisposeAsync() => _jobs.DisposeAsync();

    [Fact]
    public async Task A_twin_job_writes_the_twins_that_its_condition_selects()
    {
        await CreateDevicesAsync(3);
        await _hub.PatchTwinAsync("d1", """{"tags":{"site":"b"}}""");

        (await _jobs.CreateAsync("j", Twin(condition: "NOT IS_DEFINED(tags.site)"))).Job.Status.ShouldBe(JobStatus.Queued);
        await _jobs.EndOf("j");

        var (job, statistics) = _jobs.Get("j");
        (job.Status, job.StartTime, job.EndTime).ShouldBe((JobStatus.Completed, _hub.Now, _hub.Now));
        statistics.ShouldBe(new JobStatistics(2, 0, 2, 0, 0));
        _jobs.Devices().Select(device => device.DeviceId).ShouldBe(["d0", "d2"]);
        (DesiredVersion("d0"), DesiredVersion("d1"), DesiredVersion("d2")).ShouldBe((2, 1, 2));
    }

    [Fact]
    public async Task A_stale_etag_fails_its_device_and_not_the_job()
    {
        await CreateDevicesAsync(2);
        var stamped = (await _hub.PatchTwinAsync("d1", """{"tags":{"site":"b"}}""")).ETag;

        await _jobs.CreateAsync("j", Twin(etag: stamped.Value));
        await _jobs.EndOf("j");

        _jobs.Get("j").Job.Status.ShouldBe(JobStatus.Completed);
        _jobs.Get("j").Statistics.ShouldBe(new JobStatistics(2, FailedCount: 1, SucceededCount: 1, 0, 0));
        _jobs.Devices()[0].Error!.Code.ShouldBe(HubErrorCode.PreconditionFailed);
    }

    [Fact]
    public async Task A_job_starts_exactly_at_its_time_on_the_devices_of_that_moment()
    {
        await _jobs.CreateAsync("j", Twin(startTime: _hub.Now.AddDays(3)));
        _jobs.Get("j").Job.Status.ShouldBe(JobStatus.Scheduled);
        await CreateDevicesAsync(1);

        for (var day = 1; day <= 3; day++)
        {
            _jobs.Get("j").Job.Status.ShouldBe(JobStatus.Scheduled);
            _hub.Time.Advance(TimeSpan.FromDays(1));
        }

        await _jobs.EndOf("j");
        _jobs.Get("j").Statistics.SucceededCount.ShouldBe(1);
        _jobs.Get("j").Job.StartTime.ShouldBe(_hub.Now);
    }

    [Fact]
    public async Task A_method_job_keeps_what_each_device_answered()
    {
        await CreateDevicesAsync(2);
        var links = new[] { Connect("d0"), Connect("d1") };

        await _jobs.CreateAsync("j", Method());
        foreach (var (link, session) in links)
        {
            await link.Called;
            session.CompleteMethod(link.RequestId, 404, "{\"a\":1}"u8.ToArray());
        }

        await _jobs.EndOf("j");
        _jobs.Get("j").Statistics.ShouldBe(new JobStatistics(2, 0, SucceededCount: 2, 0, 0));
        _jobs.Devices()[1].Outcome!.Value.Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_offline_device_is_waited_for_beyond_a_calls_longest_wait()
    {
        await CreateDevicesAsync(1);
        await _jobs.CreateAsync("j", Method());
        for (var minutes = 0; minutes < 30; minutes++)
        {
            _hub.Time.Advance(TimeSpan.FromMinutes(1));
        }

        _jobs.Get("j").Job.Status.ShouldBe(JobStatus.Running);
        var (link, session) = Connect("d0");
        await link.Called;
        session.CompleteMethod(link.RequestId, 200, default);

        await _jobs.EndOf("j");
        _jobs.Get("j").Statistics.SucceededCount.ShouldBe(1);
    }

    [Fact]
    public async Task Offline_and_silent_devices_end_with_the_maximum_execution_time()
    {
        await CreateDevicesAsync(2);
        var (link, _) = Connect("d0");
        await _jobs.CreateAsync("j", Method(maxSeconds: 20));
        await link.Called;

        _hub.Time.Advance(TimeSpan.FromSeconds(19));
        _jobs.Get("j").Job.Status.ShouldBe(JobStatus.Running);
        _hub.Time.Advance(TimeSpan.FromSeconds(1));

        await _jobs.EndOf("j");
        _jobs.Get("j").Job.Status.ShouldBe(JobStatus.Completed);
        _jobs.Get("j").Statistics.ShouldBe(new JobStatistics(2, FailedCount: 2, 0, 0, 0));
        Connect("d1").Link.Called.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Many_offline_devices_keep_nobody_else_waiting()
    {
        await CreateDevicesAsync(200);
        var (link, session) = Connect("d199");

        await _jobs.CreateAsync("j", Method());
        await link.Called;
        session.CompleteMethod(link.RequestId, 200, default);

        (await _jobs.CancelAsync("j")).Job.Status.ShouldBe(JobStatus.Cancelled);
        await _jobs.EndOf("j");
        var counts = _jobs.Devices().CountBy(device => device.Status).ToDictionary();
        counts.Keys.ShouldBeSubsetOf([DeviceJobStatus.Completed, DeviceJobStatus.Canceled]);
        counts[DeviceJobStatus.Canceled].ShouldBeGreaterThanOrEqualTo(199);
    }

    [Fact]
    public async Task At_most_64_devices_are_asked_at_a_time_and_each_answer_makes_room()
    {
        await CreateDevicesAsync(100);
        var called = 0;
        var full = new TaskCompletionSource();
        var devices = Enumerable.Range(0, 100).Select(i => Connect($"d{i}", () =>
        {
            if (Interlocked.Increment(ref called) == 64)
            {
                full.SetResult();
            }
        })).ToList();

        await _jobs.CreateAsync("j", Method());
        await full.Task;

        _jobs.Get("j").Statistics.ShouldBe(new JobStatistics(100, 0, 0, RunningCount: 64, PendingCount: 36));
        await Task.WhenAll(devices.Select(async device =>
        {
            await device.Link.Called;
            device.Session.CompleteMethod(device.Link.RequestId, 200, default);
        }));
        await _jobs.EndOf("j");
        _jobs.Get("j").Statistics.SucceededCount.ShouldBe(100);
    }

    [Fact]
    public async Task A_device_that_is_deleted_while_it_is_waited_for_fails()
    {
        await CreateDevicesAsync(1);
        await _jobs.CreateAsync("j", Method());

        await _hub.Runtime.DeleteIdentityAsync(new HubIdentityId("d0"), ETag.Any, TestHub.Stop);

        await _jobs.EndOf("j");
        _jobs.Devices().ShouldHaveSingleItem().Error!.Code.ShouldBe(HubErrorCode.DeviceNotFound);
        _jobs.Get("j").Job.Status.ShouldBe(JobStatus.Completed);
    }

    [Fact]
    public async Task A_cancelled_job_asks_no_device_any_more()
    {
        await CreateDevicesAsync(1);
        await _jobs.CreateAsync("j", Method());

        await _jobs.CancelAsync("j");
        await _jobs.EndOf("j");

        Connect("d0").Link.Called.IsCompleted.ShouldBeFalse();
        _jobs.Devices().ShouldHaveSingleItem().Status.ShouldBe(DeviceJobStatus.Canceled);
    }

    [Fact]
    public async Task Jobs_end_with_the_hub_and_no_new_one_is_taken()
    {
        await CreateDevicesAsync(1);
        await _jobs.CreateAsync("waits", Method());
        await _jobs.CreateAsync("later", Twin(startTime: _hub.Now.AddYears(100)));

        await _jobs.DisposeAsync();

        _jobs.EndOf("waits").IsCompleted.ShouldBeTrue();
        _jobs.EndOf("later").IsCompleted.ShouldBeTrue();
        (await Should.ThrowAsync<HubException>(() => _jobs.CreateAsync("new", Method()))).Code.ShouldBe(HubErrorCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("tags.")]
    [InlineData("SELECT * FROM devices")]
    [InlineData("FROM devices.modules")]
    public async Task A_condition_that_selects_no_devices_is_refused_and_the_id_stays_free(string condition)
    {
        (await Should.ThrowAsync<HubException>(() => _jobs.CreateAsync("j", Twin(condition)))).Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        Should.Throw<HubException>(() => _jobs.Get("j")).Code.ShouldBe(HubErrorCode.JobNotFound);
    }

    private static byte[] Twin(string condition = "*", string etag = "*", DateTimeOffset? startTime = null) => Encoding.UTF8.GetBytes(
        $$$"""
        {"type":"scheduleUpdateTwin","queryCondition":"{{{condition}}}","startTime":{{{(startTime is null ? "null" : $"\"{startTime:O}\"")}}},
         "updateTwin":{"etag":"{{{etag}}}","properties":{"desired":{"fan":"on"} } } }
        """);

    private static byte[] Method(int maxSeconds = 3600) => Encoding.UTF8.GetBytes(
        $$$"""
        {"type":"scheduleDeviceMethod","queryCondition":"*","maxExecutionTimeInSeconds":{{{maxSeconds}}},
         "cloudToDeviceMethod":{"methodName":"reboot","payload":{"a":1},"responseTimeoutInSeconds":30} }
        """);

    private async Task CreateDevicesAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _hub.CreateAsync($"d{i}");
        }
    }

    private long DesiredVersion(string deviceId) => _hub.Runtime.GetTwin(new HubIdentityId(deviceId)).Twin.Desired.Version;

    private (CalledLink Link, HubSession Session) Connect(string deviceId, Action? onCalled = null)
    {
        var link = new CalledLink(onCalled);
        var session = _hub.Runtime.OpenSession(new HubIdentityId(deviceId), link, cleanSession: true, modelId: null);
        session.SubscribeMethods(true);
        return (link, session);
    }
}
