using System.Runtime.CompilerServices;
using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Reboot;

/// <summary>
/// A reboot that was asked for. Its state lives in the device's twin: the handle may be dropped and brought back by id at any time.
/// </summary>
public sealed class RebootOperation
{
    private readonly IServiceClient _service;
    private readonly TimeProvider _time;

    internal RebootOperation(IServiceClient service, string deviceId, string operationId, TimeProvider time)
    {
        _service = service;
        _time = time;
        DeviceId = deviceId;
        Id = operationId;
    }

    /// <summary>The operation's id, with which it can be brought back.</summary>
    public string Id { get; }

    /// <summary>The device that was asked.</summary>
    public string DeviceId { get; }

    /// <summary>What the device answered to the request; null for an operation that was brought back by its id.</summary>
    public DirectMethodResult? Response { get; internal init; }

    /// <summary>The tutorial device's times before the request, which has to change; null for a device that reports operation ids.</summary>
    internal (string? Flat, string? Nested)? TutorialTimesBefore { get; init; }

    /// <summary>Reads the twin once.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>What the device has reported about this operation; null where it has reported nothing about it yet.</returns>
    /// <exception cref="HubException">The device is not registered any more, or the hub refused.</exception>
    public async Task<RebootStatus?> UpdateStatusAsync(CancellationToken cancellationToken = default) =>
        Read(await TwinPolling.ReadExistingAsync(_service, DeviceId, cancellationToken).ConfigureAwait(false));

    /// <summary>Follows the operation: each status that differs from the one before, up to the one that ends it.</summary>
    /// <param name="cancellationToken">Stops following; the operation goes on.</param>
    /// <exception cref="HubException">The device is not registered any more, or the hub refused.</exception>
    public async IAsyncEnumerable<RebootStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RebootStatus? last = null;
        await foreach (var twin in TwinPolling.FollowAsync(_service, DeviceId, _time, cancellationToken).ConfigureAwait(false))
        {
            if (Read(twin) is not { } status || status == last)
            {
                continue;
            }

            last = status;
            yield return status;
            if (status.IsFinished)
            {
                yield break;
            }
        }
    }

    /// <summary>Waits until the device has rebooted.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <param name="cancellationToken">Stops waiting; the operation goes on.</param>
    /// <returns>The completed operation's status; its <see cref="RebootStatus.RebootTime"/> is this reboot's.</returns>
    /// <exception cref="OperationException">The operation ended otherwise: failed, cancelled, rejected or timed out.</exception>
    /// <exception cref="TimeoutException">It had not ended in time. It may still: wait again, or look later.</exception>
    /// <exception cref="HubException">The device is not registered any more, or the hub refused.</exception>
    public async Task<RebootStatus> WaitForCompletionAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        RebootStatus? last = null;
        try
        {
            await foreach (var status in WatchAsync(either.Token).ConfigureAwait(false))
            {
                last = status;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Device '{DeviceId}' had not completed reboot '{Id}' within {timeout}; "
                + (last is null ? "it has reported nothing about it yet." : $"it last reported '{RebootContract.Word(last.Phase)}'.")
                + " The operation goes on: wait again, or look later by its id.");
        }

        return last is { Phase: RebootPhase.Completed } ? last : throw Ended(last!);
    }

    private RebootStatus? Read(Twin twin)
    {
        if (TutorialTimesBefore is { } before)
        {
            return ReadTutorial(twin, before);
        }

        return RebootContract.ReadReported(twin.Reported) is { } status && status.OperationId == Id ? status : null;
    }

    private static RebootStatus? ReadTutorial(Twin twin, (string? Flat, string? Nested) before)
    {
        var now = RebootContract.ReadTutorialTimes(twin.Reported);
        var changed = now.Nested is not null && now.Nested != before.Nested ? now.Nested
            : now.Flat is not null && now.Flat != before.Flat ? now.Flat
            : null;
        if (changed is null)
        {
            return null;
        }

        return new RebootStatus
        {
            Phase = RebootPhase.Completed,
            RebootTime = OperationContract.TryParseTime(changed, out var time) ? time : null,
        };
    }

    private OperationException Ended(RebootStatus status)
    {
        var word = RebootContract.Word(status.Phase);
        var why = status.Error is { } error ? $": {error.Message} ({error.Code})" : ".";
        return new OperationException(Id, word, status.Error, $"Reboot '{Id}' of device '{DeviceId}' ended '{word}'{why}");
    }
}
