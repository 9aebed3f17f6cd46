using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Runtime.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

public sealed class JobPaceTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_does_ten_devices_a_second_on_S1_and_refuses_none()
    {
        var settings = new HubSettings { RandomBytes = count => new byte[count] };
        using var limits = new HubLimits(HubTier.S1, 1, new ThrottlingOptions { QueueLength = 0 }, _time, NullLoggerFactory.Instance);
        var hub = new HubRuntime(settings, _time, NullLoggerFactory.Instance, limits: limits);
        for (var i = 0; i < 35; i++)
        {
            await hub.CreateIdentityAsync(new HubIdentityId($"d{i}"), new IdentityDraft(), Stop);
        }

        await using var jobs = new JobScheduler(hub, settings, QueryDialect.Full);
        await jobs.CreateAsync("j", Encoding.UTF8.GetBytes(
            """{"type":"scheduleUpdateTwin","updateTwin":{"etag":"*","tags":{"a":1}},"queryCondition":"*"}"""));

        for (var done = 10; done < 35; done += 10)
        {
            await DoneAsync(jobs, done);
            _time.Advance(TimeSpan.FromSeconds(0.9));
            _time.Advance(TimeSpan.FromSeconds(0.1));
        }

        await DoneAsync(jobs, 35);
        await jobs.EndOf("j");
        jobs.Get("j").Job.Status.ShouldBe(JobStatus.Completed);
        jobs.Get("j").Statistics.ShouldBe(new JobStatistics(35, FailedCount: 0, SucceededCount: 35, 0, 0));
    }

    /// <summary>So many are done, and no more are to come while the clock stands still.</summary>
    private static async Task DoneAsync(JobScheduler jobs, int count)
    {
        for (var attempt = 0; jobs.Get("j").Statistics.SucceededCount < count; attempt++)
        {
            attempt.ShouldBeLessThan(5000);
            await Task.Delay(1, Stop);
        }

        await Task.Delay(20, Stop);
        jobs.Get("j").Statistics.SucceededCount.ShouldBe(count);
    }
}
