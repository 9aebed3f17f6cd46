using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Runtime;

/// <summary>The caller's half of a direct method call: the task it awaits, and the clocks that end it.</summary>
internal sealed class MethodWait(HubCore core, HubIdentityId id, MethodInvocation call, Func<Task>? beforeSending) : PendingMethod(call), IDisposable
{
    private readonly TaskCompletionSource<MethodOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _connectTimer;
    private ITimer? _responseTimer;

    public Task<MethodOutcome> Answer => _answer.Task;

    /// <summary>The device is not there yet. Called under the gate, so that it comes before the device can be reached.</summary>
    public void StartConnectTimer() => _connectTimer = Start(static state => ((MethodWait)state!).StopWaitingForDevice(), Call.ConnectTimeout);

    public override void Reach(IDeviceLink link)
    {
        if (_answer.Task.IsCompleted)
        {
            return;
        }

        var before = beforeSending?.Invoke() ?? Task.CompletedTask;
        if (before.IsCompletedSuccessfully)
        {
            SendOn(link);
        }
        else
        {
            _ = SendAfterAsync(before, link);
        }
    }

    public void Complete(MethodOutcome outcome) => _answer.TrySetResult(outcome);

    public override void Fail(HubException error) => _answer.TrySetException(error);

    public void Cancel(CancellationToken cancellationToken)
    {
        if (Abandon())
        {
            _answer.TrySetCanceled(cancellationToken);
        }
    }

    public void Dispose()
    {
        _connectTimer?.Dispose();
        _responseTimer?.Dispose();
    }

    private async Task SendAfterAsync(Task before, IDeviceLink link)
    {
        try
        {
            await before.ConfigureAwait(false);
        }
        catch (HubException e)
        {
            if (Abandon())
            {
                Fail(e);
            }

            return;
        }

        if (!_answer.Task.IsCompleted)
        {
            SendOn(link);
        }
    }

    private void SendOn(IDeviceLink link)
    {
        _responseTimer = Start(static state => ((MethodWait)state!).StopWaitingForAnswer(), Call.ResponseTimeout);
        link.DeliverMethod(RequestId, Call.MethodName, Call.Payload);
    }

    private void StopWaitingForDevice()
    {
        lock (core.Gate)
        {
            if (WaitsAt is null)
            {
                return;
            }

            HubMethods.Abandon(this);
        }

        Fail(MethodRefusals.NotOnline(id, Call.ConnectTimeout));
    }

    private void StopWaitingForAnswer()
    {
        if (Abandon())
        {
            Fail(MethodRefusals.TimedOut(Call.ResponseTimeout));
        }
    }

    private bool Abandon()
    {
        lock (core.Gate)
        {
            return HubMethods.Abandon(this);
        }
    }

    private ITimer Start(TimerCallback onElapsed, TimeSpan after) => core.Time.CreateTimer(onElapsed, this, after, Timeout.InfiniteTimeSpan);
}
