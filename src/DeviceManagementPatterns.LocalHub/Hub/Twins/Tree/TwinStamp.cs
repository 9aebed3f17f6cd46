namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>One write: when it was made, and for desired properties which version it made. Every property that it touched refers to it.</summary>
internal sealed class TwinStamp(DateTimeOffset time, long? version)
{
    private const long None = -1;

    private readonly long _ticks = time.UtcTicks;
    private readonly long _version = version ?? None;

    /// <summary>The property's <c>$lastUpdated</c>.</summary>
    public DateTimeOffset Time => new(_ticks, TimeSpan.Zero);

    /// <summary>The property's <c>$lastUpdatedVersion</c>; null where the section has none.</summary>
    public long? Version => _version == None ? null : _version;
}
