namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>Names a device, or a module of a device. Case-sensitive.</summary>
internal readonly record struct HubIdentityId(string DeviceId, string? ModuleId = null)
{
    public bool IsModule => ModuleId is not null;

    /// <summary><c>d1</c>, or <c>d1/m1</c> for a module: the MQTT client id.</summary>
    public override string ToString() => ModuleId is null ? DeviceId : $"{DeviceId}/{ModuleId}";
}
