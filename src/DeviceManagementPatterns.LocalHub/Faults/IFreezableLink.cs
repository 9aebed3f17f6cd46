namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>A link that can fall silent and stay open.</summary>
internal interface IFreezableLink
{
    /// <summary>From now on nothing is sent, and what comes is read and passed over.</summary>
    void Freeze();
}
