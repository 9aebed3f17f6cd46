using System.Globalization;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>What a write makes of a twin. Every accepted write raises the version, also where it changes no value.</summary>
internal static class TwinWriting
{
    public static HubTwin ApplyReported(HubTwin twin, TwinObject patch, long? baseVersion, DateTimeOffset now, TwinShapes shapes)
    {
        var current = twin.Reported;
        if (baseVersion is { } expected && expected != current.Version)
        {
            throw new HubException(HubErrorCode.PreconditionFailed, string.Create(
                CultureInfo.InvariantCulture,
                $"The reported properties are at version {current.Version}, not {expected}. Read the twin and patch again."));
        }

        var stamp = new TwinStamp(now, version: null);
        return twin with { Reported = Next(TwinPart.Reported, current, TwinMerge.Patch(current.Properties, patch, stamp, shapes), stamp) };
    }

    /// <summary>Raises the ETag where tags or desired properties are written, and the desired version only for the latter.</summary>
    public static HubTwin Apply(HubTwin twin, TwinWrite write, DateTimeOffset now, TwinShapes shapes)
    {
        if (write is { Tags: null, Desired: null })
        {
            return twin;
        }

        return twin with
        {
            ServiceVersion = twin.ServiceVersion + 1,
            Tags = write.Tags is { } tags ? ApplyTags(twin.Tags, tags, write.IsReplacement, shapes) : twin.Tags,
            Desired = write.Desired is { } desired ? ApplyDesired(twin.Desired, desired, write.IsReplacement, now, shapes) : twin.Desired,
        };
    }

    private static TwinObject ApplyTags(TwinObject current, TwinObject tags, bool isReplacement, TwinShapes shapes)
    {
        var next = TwinMerge.Patch(isReplacement ? TwinObject.Empty : current, tags, stamp: null, shapes);
        TwinLimits.CheckGrowth(TwinPart.Tags, current.Size, next.Size);
        return next;
    }

    private static HubTwinSection ApplyDesired(HubTwinSection current, TwinObject desired, bool isReplacement, DateTimeOffset now, TwinShapes shapes)
    {
        var stamp = new TwinStamp(now, current.Version + 1);
        var next = TwinMerge.Patch(isReplacement ? TwinObject.Empty : current.Properties, desired, stamp, shapes);
        return Next(TwinPart.Desired, current, next, stamp);
    }

    private static HubTwinSection Next(TwinPart part, HubTwinSection current, TwinObject next, TwinStamp stamp)
    {
        TwinLimits.CheckGrowth(part, current.Properties.Size, next.Size);
        return new HubTwinSection(next, current.Version + 1, stamp);
    }
}
