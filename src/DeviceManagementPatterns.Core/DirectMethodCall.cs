using System.Text.Json;

namespace DeviceManagementPatterns;

/// <summary>A direct method call that a back end makes.</summary>
/// <param name="MethodName">The method's name; case-sensitive.</param>
public sealed record DirectMethodCall(string MethodName)
{
    /// <summary>What is sent to the device: any JSON, at most 128 KB. The default value sends null.</summary>
    public JsonElement Payload { get; init; }

    /// <summary>How long the hub waits for the device's answer: 5 to 300 seconds.</summary>
    public required TimeSpan ResponseTimeout { get; init; }

    /// <summary>How long the hub waits for an offline device to connect: 0 to 300 seconds. The default is 0: offline is an error at once.</summary>
    public TimeSpan ConnectTimeout { get; init; }
}
