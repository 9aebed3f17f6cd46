using System.Runtime.InteropServices;
using System.Text.Json;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>The replies that are given where no handler gave one, and the bytes of those that did.</summary>
internal static class MethodReplies
{
    /// <summary>IoT Hub's limit for a method's answer.</summary>
    public const int MaxBytes = 128 * 1024;

    private static readonly byte[] NullBody = "null"u8.ToArray();

    public static DirectMethodResponse UnknownMethod { get; } = DirectMethodResponse.FromJson(404, """{"Response":"Unknown method"}""");

    public static DirectMethodResponse PayloadIsNotJson { get; } =
        DirectMethodResponse.FromJson(400, """{"error":{"code":"badPayload","message":"The payload is not JSON."}}""");

    /// <summary>The kind of the exception, not its text: the caller may be anyone who may call methods, and the log has the rest.</summary>
    public static DirectMethodResponse HandlerFailed(Exception exception) =>
        Failure("handlerFailed", $"The device's handler failed: {exception.GetType().Name}.");

    /// <summary>
    /// What is sent. Where the body is larger than the hub takes, a refusal stands for it, because the hub would let the caller wait
    /// in vain; the caller then does not get what the handler meant.
    /// </summary>
    public static (int Status, ReadOnlyMemory<byte> Body, bool IsAsMeant) Encode(DirectMethodResponse response)
    {
        DirectMethodResponse refusal;
        try
        {
            var body = BytesOf(response.Payload);
            if (body.Length <= MaxBytes)
            {
                return (response.Status, body, true);
            }

            refusal = Failure("replyTooLarge", $"The device's reply has {body.Length} bytes; {MaxBytes} are allowed.");
        }
        catch (ObjectDisposedException e)
        {
            refusal = HandlerFailed(e);
        }

        return (refusal.Status, BytesOf(refusal.Payload), false);
    }

    private static byte[] BytesOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? NullBody : JsonMarshal.GetRawUtf8Value(value).ToArray();

    private static DirectMethodResponse Failure(string code, string message) => new(500, Json.Parse(WireJson.Object(writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    })));
}
