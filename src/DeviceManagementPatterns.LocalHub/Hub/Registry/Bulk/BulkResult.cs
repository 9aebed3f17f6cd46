using System.Text.Json;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;

/// <summary>The outcome of a bulk registry request: each entry stands for itself.</summary>
internal sealed record BulkResult(IReadOnlyList<BulkError> Errors, IReadOnlyList<BulkWarning> Warnings)
{
    public bool IsSuccessful => Errors.Count == 0;

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("isSuccessful"u8, IsSuccessful);
        writer.WriteStartArray("errors"u8);
        foreach (var error in Errors)
        {
            WriteId(writer, error.Id);
            writer.WriteString("errorCode"u8, NameOf(error.Error.Code));
            writer.WriteString("errorStatus"u8, error.Error.Message);
            writer.WriteString("operation"u8, JsonNamingPolicy.CamelCase.ConvertName(error.Mode.ToString()));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("warnings"u8);
        foreach (var warning in Warnings)
        {
            WriteId(writer, warning.Id);
            writer.WriteString("warningCode"u8, "DeviceRegisteredWithoutTwin"u8);
            writer.WriteString("warningStatus"u8, warning.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>By name, as the service's own description has it; the C# SDK reads names and numbers.</summary>
    private static string NameOf(HubErrorCode? code) =>
        HubErrorNames.NameOf(code is { } known && HubErrorNames.IsHubs(known) ? known : HubErrorCode.ServerError);

    private static void WriteId(Utf8JsonWriter writer, HubIdentityId id)
    {
        writer.WriteStartObject();
        writer.WriteString("deviceId"u8, id.DeviceId);
        if (id.ModuleId is { } moduleId)
        {
            writer.WriteString("moduleId"u8, moduleId);
        }
    }
}
