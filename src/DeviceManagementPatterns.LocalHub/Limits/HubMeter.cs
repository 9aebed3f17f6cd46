namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>What a hub counts against a rate (Azure IoT Hub, "Quotas and throttling", operation throttles).</summary>
internal enum HubMeter
{
    /// <summary>Creating, reading, listing, replacing and deleting identities; a bulk request counts as that many.</summary>
    IdentityOperations,

    /// <summary>Devices that connect.</summary>
    Connections,

    DeviceToCloudSends,

    CloudToDeviceSends,

    /// <summary>Calls by back ends, by their payloads in units of 4 KB.</summary>
    DirectMethods,

    /// <summary>One for each page.</summary>
    Queries,

    /// <summary>By back ends and by devices.</summary>
    TwinReads,

    /// <summary>By back ends and by devices.</summary>
    TwinUpdates,

    /// <summary>Creating, reading, listing and cancelling jobs.</summary>
    JobOperations,

    /// <summary>What jobs do with single devices. It slows jobs down and refuses nothing.</summary>
    JobDeviceOperations,

    /// <summary>Creating, reading, listing, replacing, deleting and testing automatic configurations.</summary>
    Configurations,
}
