namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>The members of <c>content</c>.</summary>
internal static class ContentNames
{
    public const string Device = "deviceContent";
    public const string Module = "moduleContent";
    public const string EdgeModules = "modulesContent";
    public const string Desired = "properties.desired";
}
