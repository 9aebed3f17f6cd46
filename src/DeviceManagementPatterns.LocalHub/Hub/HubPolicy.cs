namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>A shared access policy: keys, base64, and what a token signed with one of them may do.</summary>
internal sealed record HubPolicy(string Name, HubPermissions Permissions, string PrimaryKey, string SecondaryKey)
{
    public bool Allows(HubPermissions needed) => (Permissions & needed) == needed;

    /// <summary>The name and no key, so that it can stand in a log.</summary>
    public override string ToString() => Name;
}
