using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Reboot;

/// <summary>A back end's request for a reboot. All of it is optional.</summary>
public sealed record RebootRequest : OperationRequest
{
    /// <summary>
    /// How long the hub waits for the device's answer, which comes before the reboot. 5 to 300 seconds; the default is 60, because
    /// devices that run the Python tutorial's code answer only after 20.
    /// </summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the hub waits for an offline device to connect. 0 to 300 seconds; the default is 0: offline is an error at once.</summary>
    public TimeSpan ConnectTimeout { get; init; }

    /// <summary>
    /// The direct method to call. Null, the default, takes the one that the device's reported properties call for: a device of ours
    /// answers <c>rebootDevice</c> and <c>reboot</c>. One that runs a tutorial's own code and has reported nothing yet is asked by
    /// <c>reboot</c>, and by <c>rebootDevice</c> where it does not know that, or is silent for 10 seconds.
    /// </summary>
    public string? MethodName { get; init; }
}
