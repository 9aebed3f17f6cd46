namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>What a shared access policy allows.</summary>
[Flags]
internal enum HubPermissions
{
    None = 0,
    RegistryRead = 1,
    RegistryWrite = 2,
    ServiceConnect = 4,
    DeviceConnect = 8,
}
