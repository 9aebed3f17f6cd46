using System.Threading.Channels;
using DeviceManagementPatterns.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Operations;

/// <summary>
/// Runs every action a device is asked for: decide, journal, answer, wait for the reply to leave, act, report. One operation at a
/// time; an operation id is never acted on twice.
/// </summary>
internal sealed class OperationEngine(IOperationJournal journal, TimeProvider time, ILogger logger)
{
    private const int RememberedOperations = 256;

    /// <summary>How long a request that arrives while the device starts waits for it. The shortest response timeout is 5 seconds.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(4);

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Operation> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _knownInOrder = new();
    private readonly Channel<(DevicePattern Pattern, Operation Operation)> _accepted =
        Channel.CreateBounded<(DevicePattern, Operation)>(1);

    private Operation? _current;
    private bool _isAccepting;

    /// <summary>Decides about a request and, where it is accepted, journals it. The answer must carry <see cref="Admitted.Released"/>.</summary>
    public async Task<Admitted> AdmitAsync(DevicePattern pattern, OperationRequest request, CancellationToken cancellationToken)
    {
        await WaitForStartAsync(cancellationToken).ConfigureAwait(false);
        Operation? operation = null;
        OperationReply reply;
        lock (_gate)
        {
            var known = request.OperationId is { } id ? _known.GetValueOrDefault(id) : null;
            reply = Admission.Decide(request, pattern.InitialStatus, known, _current, _isAccepting, time.GetUtcNow());
            if (reply.MethodStatus == 202 && known is null)
            {
                operation = new Operation(request.OperationId ?? NewKey(), request, time.GetUtcNow(), pattern.InitialStatus);
                _current = operation;
                Remember(operation);
            }
        }

        if (operation is null)
        {
            logger.RequestAnswered(pattern.Name, request.OperationId, reply.MethodStatus, reply.Result, reply.Reason);
            return new Admitted(reply, null);
        }

        try
        {
            await journal.AppendAsync(
                new JournalEntry(operation.Key, pattern.Name, operation.Status, operation.RequestedTime, request),
                cancellationToken).ConfigureAwait(false);
            await _accepted.Writer.WriteAsync((pattern, operation), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Forget(operation);
            throw;
        }

        logger.RequestAccepted(pattern.Name, operation.Key, request.RequestedBy, request.Reason);
        return new Admitted(reply, operation.Release);
    }

    /// <summary>Concludes what a boot or a crash has cut off, then acts on what is accepted, until stopped.</summary>
    public async Task RunAsync(
        IReadOnlyList<DevicePattern> patterns, TwinSection reported, OperationReporter reporter, CancellationToken cancellationToken)
    {
        var interrupted = FindInterrupted(patterns, reported);
        lock (_gate)
        {
            _current = interrupted?.Operation;
            _isAccepting = true;
        }

        _started.TrySetResult();
        try
        {
            if (interrupted is var (pattern, operation))
            {
                logger.OperationResumed(pattern.Name, operation.Key, operation.Status);
                await pattern.ConcludeAsync(operation, reported, ContextOf(pattern, reporter), cancellationToken).ConfigureAwait(false);
                Finish(operation);
            }

            await foreach (var (next, accepted) in _accepted.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await ActAsync(next, accepted, reporter, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_gate)
            {
                _isAccepting = false;
            }
        }
    }

    private async Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _started.Task.WaitAsync(StartPatience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            logger.NotStartedYet(StartPatience);
        }
    }

    private async Task ActAsync(DevicePattern pattern, Operation operation, OperationReporter reporter, CancellationToken cancellationToken)
    {
        var outcome = await operation.Released.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (outcome == ReplyOutcome.Unknown)
        {
            logger.ReplyUncertain(pattern.Name, operation.Key);
        }

        await pattern.RunAsync(operation, ContextOf(pattern, reporter), cancellationToken).ConfigureAwait(false);
        Finish(operation);
    }

    private (DevicePattern Pattern, Operation Operation)? FindInterrupted(IReadOnlyList<DevicePattern> patterns, TwinSection reported)
    {
        (DevicePattern, Operation)? interrupted = null;
        foreach (var pattern in patterns)
        {
            if (pattern.FindLast(reported) is not { } last)
            {
                continue;
            }

            lock (_gate)
            {
                Remember(last);
            }

            if (!last.IsFinished)
            {
                interrupted = (pattern, last);
            }
        }

        return interrupted;
    }

    private OperationContext ContextOf(DevicePattern pattern, OperationReporter reporter) =>
        new(reporter, journal, time, logger, pattern.Name);

    private void Finish(Operation operation)
    {
        lock (_gate)
        {
            operation.Finish();
            _current = _current == operation ? null : _current;
        }

        logger.OperationFinished(operation.Key, operation.Status);
    }

    private void Remember(Operation operation)
    {
        if (_known.TryAdd(operation.Key, operation))
        {
            _knownInOrder.Enqueue(operation.Key);
            if (_knownInOrder.Count > RememberedOperations)
            {
                _known.Remove(_knownInOrder.Dequeue());
            }
        }
    }

    private void Forget(Operation operation)
    {
        lock (_gate)
        {
            _known.Remove(operation.Key);
            _current = null;
        }
    }

    private static string NewKey() => $"local-{Guid.CreateVersion7():N}";
}
