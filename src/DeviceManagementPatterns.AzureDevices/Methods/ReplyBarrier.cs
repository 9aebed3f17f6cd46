using DeviceManagementPatterns.AzureDevices.Calls;
using DeviceManagementPatterns.AzureDevices.Links;

namespace DeviceManagementPatterns.AzureDevices.Methods;

/// <summary>
/// Tells whether the hub has read a reply. The SDK does not: it sends the reply unacknowledged. But a twin read that is sent after it
/// on the same connection is answered only once the hub has read both (design.md, "The barrier").
/// </summary>
internal sealed class ReplyBarrier(DeviceLink link, DeviceCalls calls, ForwardedStatus status)
{
    /// <summary>To be taken before the reply is handed to the client.</summary>
    public int Mark() => status.Breaks;

    /// <summary>To be awaited after the reply was handed to the client.</summary>
    public async Task<ReplyOutcome> PassAsync(int mark)
    {
        try
        {
            await calls.RunAsync("Confirming a reply", link.GetTwin, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HubException or ObjectDisposedException)
        {
            return ReplyOutcome.Unknown;
        }

        return status.Breaks == mark ? ReplyOutcome.HandedOver : ReplyOutcome.Unknown;
    }
}
