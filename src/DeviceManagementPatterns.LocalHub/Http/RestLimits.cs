namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>How large request bodies may be. What is inside has its own limits, which the hub's core knows.</summary>
internal static class RestLimits
{
    /// <summary>One identity, twin, query or method call, with room for a whole twin that is sent back.</summary>
    public const int BodyLength = 1024 * 1024;

    /// <summary>A hundred identities with their twins.</summary>
    public const int BulkBodyLength = 8 * 1024 * 1024;
}
