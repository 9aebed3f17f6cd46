using System.Text.Json;

namespace DeviceManagementPatterns;

/// <summary>The device's answer to a direct method call.</summary>
/// <param name="Status">An integer of the device's choice; the hub passes it on unread.</param>
/// <param name="Payload">The answer's body: any JSON, at most 128 KB. The default value sends null.</param>
public sealed record DirectMethodResponse(int Status, JsonElement Payload = default)
{
    /// <summary>
    /// Called once, after the reply has left the device, never before: whatever ends the device's connection belongs here.
    /// It must return at once; longer work is only started from it.
    /// </summary>
    public Action<ReplyOutcome>? AfterReply { get; init; }

    /// <summary>An answer whose body is given as JSON text.</summary>
    /// <param name="status">An integer of the device's choice.</param>
    /// <param name="json">The body as JSON text.</param>
    /// <exception cref="JsonException"><paramref name="json"/> is not JSON.</exception>
    public static DirectMethodResponse FromJson(int status, string json) => new(status, Json.Parse(json));
}
