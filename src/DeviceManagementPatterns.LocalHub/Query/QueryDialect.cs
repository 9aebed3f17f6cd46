namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>How much of the language is accepted.</summary>
internal enum QueryDialect
{
    /// <summary>All that this hub can do.</summary>
    Full,

    /// <summary>Only what Azure IoT Hub is documented, or was seen, to accept.</summary>
    Strict,
}
