using System.Runtime.CompilerServices;

namespace DeviceManagementPatterns.Operations;

/// <summary>Reads a twin again and again, with growing pauses, for as long as somebody enumerates.</summary>
internal static class TwinPolling
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <exception cref="HubException">The device is not registered, or the hub refused for good. A passing failure only lengthens the pause.</exception>
    public static async IAsyncEnumerable<Twin> FollowAsync(
        IServiceClient service, string deviceId, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var pause = First; ; pause = Min(pause * 1.5, Longest))
        {
            if (await ReadAsync(service, deviceId, cancellationToken).ConfigureAwait(false) is { } twin)
            {
                yield return twin;
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a twin that must be there.</summary>
    public static async Task<Twin> ReadExistingAsync(IServiceClient service, string deviceId, CancellationToken cancellationToken) =>
        await service.GetTwinAsync(deviceId, cancellationToken).ConfigureAwait(false)
        ?? throw new HubException(
            HubErrorCode.DeviceNotFound, $"Device '{deviceId}' is not registered in this hub. Check the id; it is case-sensitive.");

    private static async Task<Twin?> ReadAsync(IServiceClient service, string deviceId, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadExistingAsync(service, deviceId, cancellationToken).ConfigureAwait(false);
        }
        catch (HubException exception) when (exception.IsTransient)
        {
            return null;
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
