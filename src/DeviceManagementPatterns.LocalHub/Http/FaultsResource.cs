using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>LocalHub's own: what goes wrong. It takes all permissions, as iothubowner has them.</summary>
internal sealed class FaultsResource(HubFaults faults)
{
    public const HubPermissions All =
        HubPermissions.RegistryRead | HubPermissions.RegistryWrite | HubPermissions.ServiceConnect | HubPermissions.DeviceConnect;

    private const string Path = "/$localhub/faults";

    public void Map(RestRoutes routes)
    {
        routes.Map("GET", Path, AnswerAsync, All);
        routes.Map("PUT", Path, PutAsync, All);
        routes.Map("POST", Path, PostAsync, All);
        routes.Map("DELETE", Path, ClearAsync, All);
        routes.Map("DELETE", Path + "/{ruleId}", DeleteAsync, All);
        routes.Map("POST", "/$localhub/outage", TakeDownAsync, All);
    }

    private static async Task<T> ReadAsync<T>(RestCall call, Func<ReadOnlyMemory<byte>, T> read)
    {
        var body = await call.ReadBodyAsync().ConfigureAwait(false);
        return Checked(() => read(body));
    }

    private static T Checked<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (ArgumentException e)
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, e.Message, e);
        }
    }

    private static TimeSpan ReadOutage(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            HubJson.Check(utf8.Span);
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement is { ValueKind: JsonValueKind.Object } body
                && body.TryGetProperty("for", out var value)
                && value.ValueKind == JsonValueKind.String
                && FaultSpan.TryParse(value.GetString()!, out var span)
                && span > TimeSpan.Zero
                && span <= TimeSpan.FromDays(1)
                    ? span
                    : throw new ArgumentException("for is missing or not right: give {\"for\":\"30s\"}, at most 1d.");
        }
        catch (JsonException e)
        {
            throw new ArgumentException("The body is not JSON: give {\"for\":\"30s\"}.", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, FaultHandle handle)
    {
        writer.WriteStartObject();
        FaultJson.WriteMembers(writer, handle.Rule);
        writer.WriteNumber("calls", handle.CallCount);
        writer.WriteNumber("hits", handle.HitCount);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FaultHit hit)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number", hit.Number);
        writer.WritePropertyName("time");
        HubTime.Write(writer, hit.Time);
        writer.WriteString("rule", hit.RuleId);
        writer.WriteString("kind", FaultWords.Of(hit.Kind));
        writer.WriteString("operation", FaultWords.Of(hit.Operation));
        writer.WriteString("device", hit.DeviceId);
        writer.WriteString("name", hit.Name);
        writer.WriteEndObject();
    }

    private Task AnswerAsync(RestCall call) => call.AnswerAsync(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("seed", faults.Seed);
        writer.WriteStartArray("rules");
        foreach (var handle in faults.Rules)
        {
            Write(writer, handle);
        }

        writer.WriteEndArray();
        writer.WriteNumber("hitCount", faults.Engine.HitCount);
        writer.WriteStartArray("hits");
        foreach (var hit in faults.Hits)
        {
            Write(writer, hit);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private async Task PutAsync(RestCall call)
    {
        var script = await ReadAsync(call, FaultJson.ReadScript).ConfigureAwait(false);
        Checked(() =>
        {
            faults.Load(script);
            return true;
        });
        await AnswerAsync(call).ConfigureAwait(false);
    }

    private async Task PostAsync(RestCall call)
    {
        var added = await ReadAsync(call, body => faults.Add(FaultJson.ReadRule(body))).ConfigureAwait(false);
        await call.AnswerAsync(writer => Write(writer, added)).ConfigureAwait(false);
    }

    private Task ClearAsync(RestCall call)
    {
        faults.Clear();
        call.AnswerNothing();
        return Task.CompletedTask;
    }

    private Task DeleteAsync(RestCall call)
    {
        var id = (string)call.Http.Request.RouteValues["ruleId"]!;
        var handle = faults.Rules.FirstOrDefault(rule => rule.Id == id) ?? throw new HubException(
            HubErrorCode.ArgumentInvalid, $"There is no fault '{LogText.Of(id)}': GET {Path} lists them.");
        handle.Dispose();
        call.AnswerNothing();
        return Task.CompletedTask;
    }

    private async Task TakeDownAsync(RestCall call)
    {
        faults.TakeDown(await ReadAsync(call, ReadOutage).ConfigureAwait(false));
        call.AnswerNothing();
    }
}
