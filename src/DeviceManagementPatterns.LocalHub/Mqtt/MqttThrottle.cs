using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>
/// Lets a connected device's messages through as the hub's tier allows. What has to wait does so beside the connection, which is read on,
/// and all in the order in which it came: later messages and acknowledgements stay behind it.
/// </summary>
internal sealed class MqttThrottle(HubLimits limits, Action<string> end)
{
    private Task _last = Task.CompletedTask;

    /// <summary>Acts at once, or later in its turn. Called by the connection's reader only.</summary>
    /// <returns>Why the connection must end; null while it is not known or need not.</returns>
    public ValueTask<string?> ActAsync(
        HubMeter meter, long bytes, Func<ValueTask<string?>> act, Func<HubException, string?> refuse, CancellationToken cancellationToken)
    {
        var admission = AdmitAsync(meter, bytes, cancellationToken);
        if (_last.IsCompleted && admission.IsCompleted)
        {
            return ActNowAsync(admission, act, refuse);
        }

        _last = ActAfterAsync(_last, admission, act, refuse);
        return new ValueTask<string?>((string?)null);
    }

    /// <summary>Acts behind what waits.</summary>
    public void ActInTurn(Action act)
    {
        if (_last.IsCompleted)
        {
            act();
            return;
        }

        _last = ActAfterAsync(_last, ValueTask.CompletedTask, Act, static _ => null);

        ValueTask<string?> Act()
        {
            act();
            return new ValueTask<string?>((string?)null);
        }
    }

    private static async ValueTask<string?> ActNowAsync(
        ValueTask admission, Func<ValueTask<string?>> act, Func<HubException, string?> refuse)
    {
        try
        {
            await admission.ConfigureAwait(false);
        }
        catch (HubException e)
        {
            return refuse(e);
        }

        return await act().ConfigureAwait(false);
    }

    /// <summary>A refusal comes as a task, so that it takes its turn like the others.</summary>
    private async ValueTask AdmitAsync(HubMeter meter, long bytes, CancellationToken cancellationToken) =>
        await limits.AdmitMessageAsync(meter, bytes, cancellationToken).ConfigureAwait(false);

    private async Task ActAfterAsync(Task before, ValueTask admission, Func<ValueTask<string?>> act, Func<HubException, string?> refuse)
    {
        string? reason;
        try
        {
            await before.ConfigureAwait(false);
            await admission.ConfigureAwait(false);
            reason = await act().ConfigureAwait(false);
        }
        catch (HubException e)
        {
            reason = refuse(e);
        }
        catch (OperationCanceledException)
        {
            // The connection has ended, and with it what waited.
            return;
        }
        catch (Exception)
        {
            // As where it breaks while the connection is read: the device comes again.
            reason = "the hub failed";
        }

        if (reason is not null)
        {
            end(reason);
        }
    }
}
