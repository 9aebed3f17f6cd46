using System.Text;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>Telemetry: what a device sent, as the hub has taken it.</summary>
public sealed record DeviceToCloudMessage
{
    /// <summary>Counts the messages of all devices from 1, anew with each start of the hub.</summary>
    public long Sequence { get; init; }

    /// <summary>The device that sent the message, or whose module did.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The module that sent the message; null where the device itself did.</summary>
    public string? ModuleId { get; init; }

    /// <summary>When the hub took the message.</summary>
    public DateTimeOffset EnqueuedTime { get; init; }

    /// <summary>The body, at most 256 KB.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body as UTF-8; what is none is replaced by the character U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>
    /// What the device said in the hub's own terms, by the names of IoT Hub's message routing: <c>messageId</c>, <c>correlationId</c>,
    /// <c>userId</c>, <c>contentType</c>, <c>contentEncoding</c>, <c>creationTimeUtc</c> and others. Null for a name without a value.
    /// </summary>
    public IReadOnlyDictionary<string, string?> SystemProperties { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>
    /// The application's own properties; null for a name without a value. A device's will has <c>iothub-MessageType</c> with the value
    /// <c>Will</c>, and a message that was to be retained <c>mqtt-retain</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Properties { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}
