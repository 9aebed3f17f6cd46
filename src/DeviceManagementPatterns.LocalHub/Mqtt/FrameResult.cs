namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>What a buffer begins with.</summary>
internal enum FrameResult
{
    Complete,
    Incomplete,
    TooLarge,
    Malformed,
}
