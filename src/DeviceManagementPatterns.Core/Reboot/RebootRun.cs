using DeviceManagementPatterns.Diagnostics;
using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Reboot;

/// <summary>One reboot, from the moment its reply has left until its end is in the twin.</summary>
internal sealed class RebootRun(Operation operation, IRebootHandler handler, RebootOptions options, OperationContext context)
{
    private static readonly TimeSpan BootIdInterval = TimeSpan.FromSeconds(1);
    private RebootStatus _status = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _status = new RebootStatus
        {
            Phase = RebootPhase.Waiting,
            OperationId = operation.Request.OperationId,
            RequestedTime = operation.RequestedTime,
            Reason = operation.Request.Reason,
        };
        if (!await WaitUntilAllowedAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var previousBootId = await handler.GetBootIdAsync(cancellationToken).ConfigureAwait(false);
        await MoveAsync(RebootSignal.Start, cancellationToken).ConfigureAwait(false);
        _status = _status with { StartTime = Now(), BootId = previousBootId, PreviousBootId = previousBootId };
        await MoveAsync(RebootSignal.Act, cancellationToken).ConfigureAwait(false);
        await ReportAsync(options.ReportTimeout, cancellationToken).ConfigureAwait(false);

        if (await ActAsync(cancellationToken).ConfigureAwait(false) is { } problem)
        {
            await EndAsync(RebootSignal.Fault, problem, cancellationToken).ConfigureAwait(false);
            return;
        }

        await ProveAsync(previousBootId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends an operation that a boot or a crash has cut off, from what was reported last.</summary>
    public async Task ConcludeAsync(RebootStatus reported, CancellationToken cancellationToken)
    {
        _status = reported;
        if (reported.Phase is RebootPhase.Waiting or RebootPhase.Preparing || reported.PreviousBootId is null)
        {
            var interrupted = new OperationError("interrupted", "The device's program ended before the reboot was started.");
            await EndAsync(RebootSignal.Fault, interrupted, cancellationToken).ConfigureAwait(false);
            return;
        }

        var bootId = await handler.GetBootIdAsync(cancellationToken).ConfigureAwait(false);
        if (bootId == reported.PreviousBootId)
        {
            await EndAsync(RebootSignal.Fault, BootIdUnchanged("The device's program started again"), cancellationToken).ConfigureAwait(false);
            return;
        }

        await CompleteAsync(bootId, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> WaitUntilAllowedAsync(CancellationToken cancellationToken)
    {
        if (operation.Request.NotBefore is not { } notBefore || notBefore <= Now())
        {
            return true;
        }

        _status = _status with { BlockedBy = "notBefore" };
        await ReportAsync(options.ReportTimeout, cancellationToken).ConfigureAwait(false);
        while (Now() < notBefore)
        {
            await Task.Delay(Shortest(notBefore - Now(), TimeSpan.FromDays(1)), context.Time, cancellationToken).ConfigureAwait(false);
        }

        _status = _status with { BlockedBy = null };
        if (operation.Request.Deadline is { } deadline && Now() >= deadline)
        {
            var late = new OperationError("deadlinePassed", $"The deadline {OperationContract.FormatTime(deadline)} passed while waiting.");
            await EndAsync(RebootSignal.DeadlinePassed, late, cancellationToken).ConfigureAwait(false);
            return false;
        }

        return true;
    }

    private async Task<OperationError?> ActAsync(CancellationToken cancellationToken)
    {
        try
        {
            var asked = new RebootContext(
                operation.Request.OperationId, operation.Request.Reason, operation.Request.RequestedBy, operation.RequestedTime);
            await handler.RebootAsync(asked, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // whatever the program's handler throws ends in the twin
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Logger.HandlerFailed(RebootContract.Name, operation.Key, exception);
            return new OperationError("handlerFailed", exception.Message);
        }
    }

    private async Task ProveAsync(string previousBootId, CancellationToken cancellationToken)
    {
        var giveUp = Now() + options.RebootTimeout;
        while (true)
        {
            var bootId = await handler.GetBootIdAsync(cancellationToken).ConfigureAwait(false);
            if (bootId != previousBootId)
            {
                await CompleteAsync(bootId, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (Now() >= giveUp)
            {
                var unchanged = BootIdUnchanged($"The machine was still running after {options.RebootTimeout}");
                await EndAsync(RebootSignal.Fault, unchanged, cancellationToken).ConfigureAwait(false);
                return;
            }

            await Task.Delay(Shortest(BootIdInterval, giveUp - Now()), context.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CompleteAsync(string bootId, CancellationToken cancellationToken)
    {
        if (_status.Phase == RebootPhase.Rebooting)
        {
            await MoveAsync(RebootSignal.BootSeen, cancellationToken).ConfigureAwait(false);
        }

        _status = _status with { BootId = bootId, RebootTime = Now() };
        await EndAsync(RebootSignal.Verified, null, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(RebootSignal signal, OperationError? error, CancellationToken cancellationToken)
    {
        _status = _status with { EndTime = Now(), Error = error };
        await MoveAsync(signal, cancellationToken).ConfigureAwait(false);
        operation.Finish();
        await ReportAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
    }

    private async Task MoveAsync(RebootSignal signal, CancellationToken cancellationToken)
    {
        var next = RebootMachine.Next(_status.Phase, signal)
            ?? throw new InvalidOperationException($"A reboot that is {_status.Phase} cannot take the signal {signal}.");
        _status = _status with { Phase = next };
        operation.MoveTo(RebootContract.Word(next));
        context.Logger.OperationMoved(RebootContract.Name, operation.Key, operation.Status);
        await context.JournalAsync(operation, cancellationToken).ConfigureAwait(false);
    }

    private Task<bool> ReportAsync(TimeSpan giveUpAfter, CancellationToken cancellationToken) => context.Reporter.ReportAsync(
        RebootContract.WriteReported(_status),
        new OperationReport(RebootContract.Name, _status.OperationId, RebootContract.Word(_status.Phase), Now()),
        giveUpAfter,
        cancellationToken);

    private static OperationError BootIdUnchanged(string what) =>
        new("bootIdUnchanged", $"{what} in the same boot: the machine did not reboot.");

    private DateTimeOffset Now() => context.Time.GetUtcNow();

    private static TimeSpan Shortest(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
