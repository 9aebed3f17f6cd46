using System.Runtime.CompilerServices;

namespace DeviceManagementPatterns.LocalHub.Runtime.Telemetry;

/// <summary>Reads what is there and then whatever comes, until the hub stops.</summary>
internal static class TelemetryFollower
{
    private const int SliceSize = 100;

    public static async IAsyncEnumerable<TelemetrySlice> FollowAsync(
        this TelemetryBuffer buffer, TelemetryCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var slice = buffer.Read(cursor, SliceSize);
            cursor = cursor with { After = slice.Next };
            if (slice.Messages.Count > 0 || slice.Overwritten > 0)
            {
                yield return slice;
            }

            if (slice.IsEnd)
            {
                yield break;
            }

            await buffer.WaitAsync(cursor.After).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The same, a message at a time. A reader may pass a token of its own when it begins.</summary>
    public static async IAsyncEnumerable<DeviceToCloudMessage> WatchAsync(
        this TelemetryBuffer buffer, TelemetryCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var slice in buffer.FollowAsync(cursor, cancellationToken).ConfigureAwait(false))
        {
            foreach (var message in slice.Messages)
            {
                yield return message.ToPublic();
            }
        }
    }
}
