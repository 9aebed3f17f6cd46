namespace DeviceManagementPatterns.LocalHub.Hub.Sessions;

/// <summary>What a session listens to.</summary>
[Flags]
internal enum HubSubscriptions
{
    None = 0,
    Methods = 1,
    TwinResponses = 2,
    Desired = 4,
    Messages = 8,

    /// <summary>Together with <see cref="Messages"/>: the device acknowledges each one.</summary>
    AcknowledgedMessages = 16,
}
