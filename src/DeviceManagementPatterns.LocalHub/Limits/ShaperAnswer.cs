namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>What becomes of a request that asks to be served.</summary>
internal enum ShaperAnswer
{
    /// <summary>It goes on at once.</summary>
    Served,

    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>As many wait as may.</summary>
    Full,
}
