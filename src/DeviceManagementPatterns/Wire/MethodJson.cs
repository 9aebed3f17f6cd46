using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DeviceManagementPatterns.Wire;

/// <summary>Direct method calls and results as the service's endpoint writes them.</summary>
internal static class MethodJson
{
    private static readonly TimeSpan DefaultResponseTimeout = TimeSpan.FromSeconds(30);

    public static byte[] WriteCall(DirectMethodCall call) => WireJson.Object(writer =>
    {
        writer.WriteString("methodName", call.MethodName);
        writer.WriteNumber("responseTimeoutInSeconds", Seconds(call.ResponseTimeout));
        writer.WriteNumber("connectTimeoutInSeconds", Seconds(call.ConnectTimeout));
        WireJson.WriteValue(writer, "payload", call.Payload);
    });

    /// <summary>Reads a call. A timeout that is missing or null takes the hub's default; ranges are not checked here.</summary>
    public static bool TryReadCall(JsonElement json, [NotNullWhen(true)] out DirectMethodCall? call)
    {
        call = null;
        if (!json.TryGetText("methodName", out var name)
            || !TryReadSeconds(json, "responseTimeoutInSeconds", DefaultResponseTimeout, out var response)
            || !TryReadSeconds(json, "connectTimeoutInSeconds", TimeSpan.Zero, out var connect))
        {
            return false;
        }

        var payload = json.TryGet("payload", out var value) ? value.Clone() : Json.Null;
        call = new DirectMethodCall(name) { Payload = payload, ResponseTimeout = response, ConnectTimeout = connect };
        return true;
    }

    public static byte[] WriteResult(DirectMethodResult result) => WireJson.Object(writer =>
    {
        writer.WriteNumber("status", result.Status);
        WireJson.WriteValue(writer, "payload", result.Payload);
    });

    public static bool TryReadResult(JsonElement json, [NotNullWhen(true)] out DirectMethodResult? result)
    {
        result = json.TryGetInteger("status", out var status) && status is >= int.MinValue and <= int.MaxValue
            ? new DirectMethodResult((int)status, json.TryGet("payload", out var payload) ? payload.Clone() : Json.Null)
            : null;
        return result is not null;
    }

    private static int Seconds(TimeSpan timeout) => (int)Math.Ceiling(timeout.TotalSeconds);

    private static bool TryReadSeconds(JsonElement json, string name, TimeSpan absent, out TimeSpan timeout)
    {
        timeout = absent;
        if (!json.TryGet(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (!json.TryGetInteger(name, out var seconds) || seconds is < int.MinValue or > int.MaxValue)
        {
            return false;
        }

        timeout = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
