using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.AzureDevices;

/// <summary>How an adapter uses the device client that the program lends it.</summary>
public sealed class AzureDevicesOptions
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long one call to the client may take: while it is offline, it would wait for ever. 100 milliseconds to 10 minutes; the
    /// default is 60 seconds.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long to wait, after the reply to a direct method, for the answer that proves that the hub has read it. Later the outcome
    /// counts as unknown. 100 milliseconds to 10 minutes; the default is 10 seconds.
    /// </summary>
    public TimeSpan ReplyConfirmationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often the desired properties are read again while the connection status is not known, since a change that was made during
    /// an outage is not announced afterwards. Not used once the program forwards the status. 1 second to 1 day, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for never; the default is 10 minutes.
    /// </summary>
    public TimeSpan DesiredRefreshInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether the adapter takes the client's only slot for desired-property updates, which replaces a callback of the program's.
    /// The default is true. With false the program keeps its callback and calls
    /// <see cref="AzureDevicesDeviceClient.NotifyDesiredPropertiesChanged"/> from it.
    /// </summary>
    public bool TakesDesiredPropertyCallback { get; set; } = true;

    /// <summary>The clock. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where to log; null logs nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    internal AzureDevicesOptions Validated()
    {
        Check(nameof(CallTimeout), CallTimeout, Shortest, Longest);
        Check(nameof(ReplyConfirmationTimeout), ReplyConfirmationTimeout, Shortest, Longest);
        if (DesiredRefreshInterval != Timeout.InfiniteTimeSpan)
        {
            Check(nameof(DesiredRefreshInterval), DesiredRefreshInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        }

        ArgumentNullException.ThrowIfNull(TimeProvider);
        return this;
    }

    private static void Check(string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(
                $"{nameof(AzureDevicesOptions)}.{name}", value, $"{nameof(AzureDevicesOptions)}.{name} must be {least} to {most}.");
        }
    }
}
