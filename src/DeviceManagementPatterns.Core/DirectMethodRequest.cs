using System.Text.Json;

namespace DeviceManagementPatterns;

/// <summary>A direct method call as it reaches the device.</summary>
/// <param name="MethodName">The method's name; case-sensitive.</param>
/// <param name="Payload">What the caller sent: any JSON. <see cref="JsonValueKind.Null"/> where the caller sent null or nothing.</param>
public sealed record DirectMethodRequest(string MethodName, JsonElement Payload);
