using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

public sealed class JobRestartTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_job_that_is_over_looks_the_same_after_a_restart()
    {
        string before;
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(2);
            await run.Hub.PatchTwinAsync(new HubIdentityId("d1"), """{"tags":{"a":1}}"""u8.ToArray(), ETag.Any, StoreFolder.Stop);
            var called = run.Connect("d0");
            await run.Jobs.CreateAsync("method", Method("deviceId = 'd0'"));
            await called.AnswerAsync(404, "{\"a\":1.50}");
            await run.Jobs.EndOf("method");
            await run.Jobs.CreateAsync("twin", Twin(etag: run.Hub.GetTwin(new HubIdentityId("d1")).ETag.Value));
            await run.Jobs.EndOf("twin");
            await run.Jobs.CreateAsync("nobody", Twin("deviceId = 'x'"));
            await run.Jobs.EndOf("nobody");
            before = Describe(run);
        }

        await using var again = _folder.Start();

        Describe(again).ShouldBe(before);
        before.ShouldContain("1.50");
        before.ShouldContain("PreconditionFailed");
        before.ShouldContain("No device matches");
        (await Should.ThrowAsync<HubException>(() => again.Jobs.CreateAsync("twin", Twin()))).Code.ShouldBe(HubErrorCode.JobAlreadyExists);
    }

    [Fact]
    public async Task A_job_that_is_due_later_starts_at_its_time_after_a_restart()
    {
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(1);
            await run.Jobs.CreateAsync("later", Twin(startTime: _folder.Time.GetUtcNow().AddHours(1)));
        }

        await using var again = _folder.Start();
        again.Jobs.Get("later").Job.Status.ShouldBe(JobStatus.Scheduled);
        _folder.Time.Advance(TimeSpan.FromHours(1));
        await again.Jobs.EndOf("later");

        again.Jobs.Get("later").Statistics.SucceededCount.ShouldBe(1);
        again.Hub.GetTwin(new HubIdentityId("d0")).Twin.Desired.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_running_method_job_goes_on_and_calls_no_device_twice()
    {
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(3);
            var (done, silent) = (run.Connect("d0"), run.Connect("d1"));
            await run.Jobs.CreateAsync("j", Method());
            await done.AnswerAsync(200, "1");
            await silent.Link.Called;
            await run.DeviceIsAsync("d0", DeviceJobStatus.Completed);
        }

        await using var again = _folder.Start();
        again.Jobs.Get("j").Statistics.ShouldBe(new JobStatistics(3, FailedCount: 1, SucceededCount: 1, RunningCount: 0, PendingCount: 1));
        var devices = new[] { again.Connect("d0"), again.Connect("d1"), again.Connect("d2") };
        await devices[2].AnswerAsync(201, "2");
        await again.Jobs.EndOf("j");

        again.Jobs.Get("j").Job.Status.ShouldBe(JobStatus.Completed);
        again.Jobs.Get("j").Statistics.ShouldBe(new JobStatistics(3, FailedCount: 1, SucceededCount: 2, 0, 0));
        devices.Select(device => device.Link.Called.IsCompleted).ShouldBe([false, false, true]);
        var error = again.Jobs.Devices()[1].Error!;
        error.Code.ShouldBe(HubErrorCode.GatewayTimeout);
        error.IsOutcomeUnknown.ShouldBeTrue();
        error.Message.ShouldContain("it is not called again");
    }

    [Fact]
    public async Task A_device_is_called_only_after_the_disk_knows_of_it()
    {
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(1);
            await run.Jobs.CreateAsync("j", Method());
            var device = run.Connect("d0");
            await device.Link.Called;
            _folder.CopyFiles();
        }

        _folder.UseCopy();
        await using var again = _folder.Start();

        again.Jobs.Devices().ShouldHaveSingleItem().Status.ShouldBe(DeviceJobStatus.Failed);
    }

    [Fact]
    public async Task The_time_that_the_hub_was_down_counts_as_execution_time()
    {
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(1);
            await run.Jobs.CreateAsync("j", Method(maxSeconds: 60));
            await run.DeviceIsAsync("d0", DeviceJobStatus.Pending);
        }

        _folder.Time.Advance(TimeSpan.FromMinutes(2));
        await using var again = _folder.Start();
        await again.Jobs.EndOf("j");

        again.Jobs.Get("j").Job.Status.ShouldBe(JobStatus.Completed);
        again.Jobs.Devices().ShouldHaveSingleItem().Error!.Code.ShouldBe(HubErrorCode.DeviceNotOnline);
    }

    [Fact]
    public async Task A_cancelled_job_stays_cancelled()
    {
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(1);
            await run.Jobs.CreateAsync("j", Method());
            await run.Jobs.CancelAsync("j");
        }

        await using var again = _folder.Start();
        again.Jobs.Get("j").Job.Status.ShouldBe(JobStatus.Cancelled);
        again.Connect("d0").Link.Called.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_job_is_forgotten_30_days_after_its_end_on_the_disk_too()
    {
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(2);
            await run.Jobs.CreateAsync("old", Twin());
            await run.Jobs.EndOf("old");
        }

        _folder.Time.Advance(TimeSpan.FromDays(30));
        await using (var again = _folder.Start())
        {
            Should.Throw<HubException>(() => again.Jobs.Get("old")).Code.ShouldBe(HubErrorCode.JobNotFound);
        }

        _folder.Ask("SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM device_jobs)").ShouldBe(0L);
    }

    private static byte[] Twin(string condition = "*", string etag = "*", DateTimeOffset? startTime = null) => Encoding.UTF8.GetBytes(
        $$$"""
        {"type":"scheduleUpdateTwin","queryCondition":"{{{condition}}}","startTime":{{{(startTime is null ? "null" : $"\"{startTime:O}\"")}}},
         "updateTwin":{"etag":"{{{etag}}}","properties":{"desired":{"fan":"on"} } } }
        """);

    private static byte[] Method(string condition = "*", int maxSeconds = 3600) => Encoding.UTF8.GetBytes(
        $$$"""
        {"type":"scheduleDeviceMethod","queryCondition":"{{{condition}}}","maxExecutionTimeInSeconds":{{{maxSeconds}}},
         "cloudToDeviceMethod":{"methodName":"reboot","payload":{"a":1},"responseTimeoutInSeconds":30} }
        """);

    private static string Describe(StoreRun run) => string.Join(
        '\n',
        run.Jobs.List(new JobFilter(null, null), 0, 100).Select(job => Encoding.UTF8.GetString(HubJson.Write(writer => JobJson.Write(writer, job))))
            .Concat(run.Jobs.Devices().Select(device => Encoding.UTF8.GetString(HubJson.Write(writer => DeviceJobJson.Write(writer, device))))));
}
