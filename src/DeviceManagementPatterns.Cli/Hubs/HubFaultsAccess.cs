using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using DeviceManagementPatterns.Http;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Cli.Hubs;

/// <summary>The faults of a local hub, over its admin endpoint.</summary>
internal sealed class HubFaultsAccess(HubHttp http)
{
    private const string Root = "/$localhub";
    private const string Version = "?api-version=" + WireNames.ApiVersion;

    /// <summary>The rules and the latest hits.</summary>
    public async Task<JsonElement> ReadAsync(CancellationToken cancellationToken)
    {
        var request = HubRequest.Read("Reading the faults", $"{Root}/faults{Version}");
        return (await SendAsync(request, cancellationToken).ConfigureAwait(false)).Read<JsonBox>(request, JsonBox.TryRead).Value;
    }

    /// <returns>The rule with its id.</returns>
    public async Task<JsonElement> AddAsync(string rule, CancellationToken cancellationToken)
    {
        var request = Write("Adding the fault", HttpMethod.Post, "faults", Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(rule)}\""));
        return (await SendAsync(request, cancellationToken).ConfigureAwait(false)).Read<JsonBox>(request, JsonBox.TryRead).Value;
    }

    public Task ClearAsync(CancellationToken cancellationToken) =>
        SendAsync(Write("Removing all faults", HttpMethod.Delete, "faults", null), cancellationToken);

    public Task RemoveAsync(string ruleId, CancellationToken cancellationToken) =>
        SendAsync(Write($"Removing the fault '{ruleId}'", HttpMethod.Delete, $"faults/{Uri.EscapeDataString(ruleId)}", null), cancellationToken);

    public Task TakeDownAsync(string time, CancellationToken cancellationToken)
    {
        var body = WireJson.Object(writer => writer.WriteString("for", time));
        return SendAsync(Write("Taking the hub down", HttpMethod.Post, "outage", body), cancellationToken);
    }

    /// <returns>Whether the device was connected.</returns>
    public async Task<bool> DisconnectAsync(string deviceId, CancellationToken cancellationToken)
    {
        var request = Write($"Disconnecting '{deviceId}'", HttpMethod.Post, $"devices/{Uri.EscapeDataString(deviceId)}/disconnect", null);
        var answer = (await SendAsync(request, cancellationToken).ConfigureAwait(false)).Read<JsonBox>(request, JsonBox.TryRead).Value;
        return answer.TryGetProperty("wasConnected", out var was) && was.ValueKind == JsonValueKind.True;
    }

    private static HubRequest Write(string action, HttpMethod method, string path, byte[]? body) =>
        HubRequest.Write(action, method, $"{Root}/{path}{Version}", body, ifMatch: null);

    private Task<HubReply> SendAsync(HubRequest request, CancellationToken cancellationToken) => http.SendAsync(request, cancellationToken);

    private sealed record JsonBox(JsonElement Value)
    {
        public static bool TryRead(JsonElement json, [NotNullWhen(true)] out JsonBox? box)
        {
            box = json.ValueKind == JsonValueKind.Object ? new JsonBox(json) : null;
            return box is not null;
        }
    }
}
