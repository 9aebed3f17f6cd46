namespace DeviceManagementPatterns.LocalHub.Hub.Sessions;

/// <summary>What a session listens to.</summary>
[Flags]
internal enum HubSubscriptions
{
    None = 0,
    Methods = 1,
    TwinResponses = 2,
    Desired = 4,
}
