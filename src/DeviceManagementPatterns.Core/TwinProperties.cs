namespace DeviceManagementPatterns;

/// <summary>The device's view of its twin: what the back end wants and what the device has said.</summary>
/// <param name="Desired">What the back end wants; the device only reads it.</param>
/// <param name="Reported">What the device has reported, as the hub holds it.</param>
public sealed record TwinProperties(TwinSection Desired, TwinSection Reported);
