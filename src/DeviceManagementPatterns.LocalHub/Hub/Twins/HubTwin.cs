using System.Buffers.Binary;
using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>A twin's document at one moment: tags, desired and reported properties. Immutable; a write makes another one.</summary>
internal sealed record HubTwin
{
    /// <summary>Counts the back end's writes (tags and desired properties); the ETag follows from it.</summary>
    public long ServiceVersion { get; init; } = 1;

    public TwinObject Tags { get; init; } = TwinObject.Empty;

    public required HubTwinSection Desired { get; init; }

    public required HubTwinSection Reported { get; init; }

    /// <summary>The digital twin model that the device named when it connected; empty where it named none.</summary>
    public string ModelId { get; init; } = "";

    /// <summary>The automatic configurations that target the twin, and what they have set in it.</summary>
    public TwinConfigurations Configurations { get; init; } = TwinConfigurations.None;

    /// <summary>Base64 of the counter as eight bytes, the highest first.</summary>
    public ETag ETag
    {
        get
        {
            Span<byte> counter = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(counter, ServiceVersion);
            return new ETag(Convert.ToBase64String(counter));
        }
    }

    /// <summary>The twin's <c>version</c>: both sections' versions together.</summary>
    public long Version => Desired.Version + Reported.Version;

    public static HubTwin Create(DateTimeOffset now)
    {
        var section = new HubTwinSection(TwinObject.Empty, Version: 1, new TwinStamp(now, version: null));
        return new HubTwin { Desired = section, Reported = section };
    }
}
