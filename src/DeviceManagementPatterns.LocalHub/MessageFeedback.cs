namespace DeviceManagementPatterns.LocalHub;

/// <summary>Of which ends of a cloud-to-device message its sender wants to hear: the property <c>iothub-ack</c>.</summary>
public enum MessageFeedback
{
    /// <summary>Of none.</summary>
    None,

    /// <summary>That the device has it.</summary>
    Positive,

    /// <summary>That the device will not get it: it expired, was delivered too often or was purged.</summary>
    Negative,

    /// <summary>Of both.</summary>
    Full,
}
