using System.Text.Json;

namespace DeviceManagementPatterns;

/// <summary>What a device answered to a direct method call.</summary>
/// <param name="Status">The integer that the device chose. It is not the hub's own error code.</param>
/// <param name="Payload">The answer's body; <see cref="JsonValueKind.Null"/> where the device sent none.</param>
public sealed record DirectMethodResult(int Status, JsonElement Payload)
{
    /// <summary>The status and the body's JSON text, such as <c>202 {"status":"accepted"}</c>.</summary>
    public override string ToString() => Payload.ValueKind == JsonValueKind.Undefined ? $"{Status}" : $"{Status} {Payload.GetRawText()}";
}
