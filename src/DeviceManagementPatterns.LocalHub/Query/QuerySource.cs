namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>What stands after FROM.</summary>
internal enum QuerySource
{
    /// <summary><c>devices</c>: the twins of devices.</summary>
    Devices,

    /// <summary><c>devices.modules</c>: the twins of modules.</summary>
    Modules,

    /// <summary><c>devices.jobs</c>: one record for each job and device.</summary>
    Jobs,
}
