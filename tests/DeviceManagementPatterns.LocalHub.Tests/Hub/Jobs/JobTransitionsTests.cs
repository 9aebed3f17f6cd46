using DeviceManagementPatterns.LocalHub.Hub.Jobs;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Jobs;

public sealed class JobTransitionsTests
{
    [Fact]
    public void A_job_moves_along_these_arrows_only() => Arrows<JobStatus, JobSignal>(JobTransitions.Next).ShouldBe(
    [
        "Queued --Postpone--> Scheduled",
        "Queued --Start--> Running",
        "Queued --Fail--> Failed",
        "Queued --Cancel--> Cancelled",
        "Scheduled --Start--> Running",
        "Scheduled --Fail--> Failed",
        "Scheduled --Cancel--> Cancelled",
        "Running --Finish--> Completed",
        "Running --Fail--> Failed",
        "Running --Cancel--> Cancelled",
    ]);

    [Fact]
    public void A_devices_part_moves_along_these_arrows_only() => Arrows<DeviceJobStatus, DeviceJobSignal>(DeviceJobTransitions.Next).ShouldBe(
    [
        "Pending --Begin--> Running",
        "Pending --Succeed--> Completed",
        "Pending --Fail--> Failed",
        "Pending --Cancel--> Canceled",
        "Running --Succeed--> Completed",
        "Running --Fail--> Failed",
        "Running --Cancel--> Canceled",
    ]);

    private static IEnumerable<string> Arrows<TStatus, TSignal>(Func<TStatus, TSignal, TStatus?> next)
        where TStatus : struct, Enum
        where TSignal : struct, Enum =>
        from status in Enum.GetValues<TStatus>()
        from signal in Enum.GetValues<TSignal>()
        let reached = next(status, signal)
        where reached is not null
        select $"{status} --{signal}--> {reached}";
}
