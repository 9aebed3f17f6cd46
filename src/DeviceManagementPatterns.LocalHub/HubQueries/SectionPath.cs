using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>A path below desired or reported properties: to a member, to the version, or to what <c>$metadata</c> tells of a member.</summary>
internal abstract record SectionPath
{
    private const string Version = "$version";
    private const string Metadata = "$metadata";
    private const string LastUpdated = "$lastUpdated";
    private const string LastUpdatedVersion = "$lastUpdatedVersion";

    private SectionPath()
    {
    }

    public static SectionPath Of(string[] names) => names switch
    {
        [] => new Whole(),
        [Version] => new SectionVersion(),
        [Metadata, .. var of, LastUpdated] => new UpdateTime(new TwinPath(of), of.Length == 0),
        [Metadata, .. var of, LastUpdatedVersion] => new UpdateVersion(new TwinPath(of), of.Length == 0),
        _ => new Member(new TwinPath(names)),
    };

    public abstract QueryValue Read(HubTwinSection section);

    private sealed record Whole : SectionPath
    {
        public override QueryValue Read(HubTwinSection section) => QueryValue.OfObject(section);
    }

    private sealed record Member(TwinPath Path) : SectionPath
    {
        public override QueryValue Read(HubTwinSection section) => TwinNodes.ValueOf(Path.Find(section.Properties));
    }

    private sealed record SectionVersion : SectionPath
    {
        public override QueryValue Read(HubTwinSection section) => QueryValue.Of(section.Version);
    }

    private sealed record UpdateTime(TwinPath Path, bool IsRoot) : SectionPath
    {
        public override QueryValue Read(HubTwinSection section) =>
            (IsRoot ? section.Stamp : Path.FindStamp(section.Properties)) is { } stamp ? TwinNodes.ValueOf(stamp.Time) : default;
    }

    private sealed record UpdateVersion(TwinPath Path, bool IsRoot) : SectionPath
    {
        public override QueryValue Read(HubTwinSection section) =>
            (IsRoot ? section.Stamp : Path.FindStamp(section.Properties))?.Version is { } version ? QueryValue.Of(version) : default;
    }
}
