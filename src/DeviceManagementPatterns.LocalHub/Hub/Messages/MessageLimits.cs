namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>What a hub allows as it is made (Azure IoT Hub, "Send cloud-to-device messages from an IoT hub").</summary>
internal static class MessageLimits
{
    /// <summary>The body with all properties.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>MQTT 3.1.1, section 1.5.3: no topic is longer, and the properties stand in it.</summary>
    public const int MaxTopicBytes = ushort.MaxValue;

    public const int MaxQueueDepth = 50;

    public const int MaxDeliveryCount = 10;

    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromHours(1);

    public static readonly TimeSpan MaxTimeToLive = TimeSpan.FromDays(2);
}
