using System.Buffers;
using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Methods;

/// <summary>What a device answered.</summary>
/// <param name="Status">The device's own integer.</param>
/// <param name="Payload">JSON text; <c>null</c> where the device sent an empty body.</param>
internal readonly record struct MethodOutcome(int Status, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Writes <c>{"status":…,"payload":…}</c>, the body that the caller gets; the device's bytes stay as they are.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, HubJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("status"u8, Status);
        writer.WritePropertyName("payload"u8);
        writer.WriteRawValue(Payload.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }
}
