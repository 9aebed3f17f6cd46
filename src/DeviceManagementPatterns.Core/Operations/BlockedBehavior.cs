namespace DeviceManagementPatterns.Operations;

/// <summary>What a device does with a request that it may not carry out now.</summary>
public enum BlockedBehavior
{
    /// <summary>It waits until it may.</summary>
    Wait,

    /// <summary>It refuses.</summary>
    Reject,
}
