namespace DeviceManagementPatterns.LocalHub.Hub.Messages;

/// <summary>How a message left its queue, by the names that IoT Hub's feedback has for it.</summary>
internal enum MessageEnd
{
    /// <summary>The device has it.</summary>
    Success,
    Expired,
    DeliveryCountExceeded,
    Purged,
}
