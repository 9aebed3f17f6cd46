using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>
/// Twin requests that outlive a connection: where the link drops before the answer, the request is made again on the next one. Reading
/// twice does no harm, and neither does merging the same patch twice.
/// </summary>
internal sealed class TwinOperations(string deviceId, LinkLoop loop, LinkStatus status, IotHubDeviceOptions options, TimeProvider time)
{
    public async Task<TwinAnswer> RunAsync(
        string action, Func<DeviceSession, CancellationToken, Task<TwinAnswer>> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!loop.IsOpened)
        {
            throw new HubException(HubErrorCode.Network, $"{action} failed: the link of '{deviceId}' is not open. Call OpenAsync first.");
        }

        using var limit = new CancellationTokenSource(options.OperationTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        DeviceSession? session = null;
        try
        {
            while (true)
            {
                session = await loop.SessionAsync(either.Token).ConfigureAwait(false);
                try
                {
                    return Checked(action, await request(session, either.Token).ConfigureAwait(false));
                }
                catch (HubException e) when (e.Code == HubErrorCode.Network)
                {
                    await session.Retired.WaitAsync(either.Token).ConfigureAwait(false);
                    session = null;
                }
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw OutOfTime(action, hadLink: session is { IsClosed: false }, e);
        }
    }

    private static TwinAnswer Checked(string action, TwinAnswer answer) =>
        answer.Status < 300 ? answer : throw HubErrors.FromTwinAnswer(action, answer.Status, answer.Body);

    private HubException OutOfTime(string action, bool hadLink, Exception cause)
    {
        var limit = $"within {options.OperationTimeout.TotalSeconds:0.#} s";
        return hadLink
            ? new HubException(HubErrorCode.Timeout, $"{action} failed: the hub gave no answer {limit}.", cause)
            : new HubException(
                HubErrorCode.Network,
                $"{action} failed: '{deviceId}' had no link {limit} ({status.Current.Reason ?? "unknown reason"}).",
                cause);
    }
}
