namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>A configuration's content. It never changes once the configuration is there.</summary>
/// <param name="Kind">Which member of <c>content</c> is filled.</param>
/// <param name="Parts">One for the selected twin, or one for each module that is named.</param>
/// <param name="Json">The member's value as it was given.</param>
internal sealed record ConfigurationContent(ConfigurationKind Kind, IReadOnlyList<ContentPart> Parts, ReadOnlyMemory<byte> Json)
{
    public string Name => Kind switch
    {
        ConfigurationKind.Device => ContentNames.Device,
        ConfigurationKind.Module => ContentNames.Module,
        _ => ContentNames.EdgeModules,
    };
}
