using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>The identity's JSON of the registry calls. Microsoft's C# client reads its members in order, so the order counts.</summary>
internal static class IdentityJson
{
    /// <summary>Reads the body of <c>PUT /devices/{id}</c> or <c>PUT /devices/{id}/modules/{mid}</c>.</summary>
    /// <exception cref="HubException">The body is malformed, or names another identity than <paramref name="id"/>.</exception>
    public static IdentityDraft Read(HubIdentityId id, ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonMembers.Parse(utf8, JsonValueKind.Object);
        var body = document.RootElement;
        CheckName("deviceId", body.Text("deviceId"), id.DeviceId);
        CheckName("moduleId", body.Text("moduleId"), id.ModuleId);
        return IdentityReading.ReadDraft(body);
    }

    public static void Write(Utf8JsonWriter writer, HubIdentity identity)
    {
        writer.WriteStartObject();
        if (identity.Id.ModuleId is { } moduleId)
        {
            writer.WriteString("moduleId"u8, moduleId);
            writer.WriteString("managedBy"u8, identity.ManagedBy);
        }

        writer.WriteString("deviceId"u8, identity.Id.DeviceId);
        writer.WriteString("generationId"u8, identity.GenerationId);
        writer.WriteString("etag"u8, identity.ETag.Value);
        writer.WriteString("connectionState"u8, IdentityWords.OfConnection(identity.IsConnected));
        if (!identity.Id.IsModule)
        {
            writer.WriteString("status"u8, IdentityWords.Of(identity.IsEnabled));
            writer.WriteString("statusReason"u8, identity.StatusReason);
        }

        WriteTimes(writer, identity);
        writer.WriteNumber("cloudToDeviceMessageCount"u8, identity.CloudToDeviceMessageCount);
        WriteAuthentication(writer, identity.Authentication);
        if (!identity.Id.IsModule)
        {
            WriteCapabilitiesAndScopes(writer, identity);
        }

        writer.WriteEndObject();
    }

    public static void WriteThumbprints(Utf8JsonWriter writer, HubAuthentication authentication)
    {
        writer.WriteStartObject("x509Thumbprint"u8);
        writer.WriteString("primaryThumbprint"u8, authentication.PrimaryThumbprint);
        writer.WriteString("secondaryThumbprint"u8, authentication.SecondaryThumbprint);
        writer.WriteEndObject();
    }

    public static void WriteCapabilitiesAndScopes(Utf8JsonWriter writer, HubIdentity identity)
    {
        writer.WriteStartObject("capabilities"u8);
        writer.WriteBoolean("iotEdge"u8, identity.IsEdge);
        writer.WriteEndObject();
        if (identity.DeviceScope is { } scope)
        {
            writer.WriteString("deviceScope"u8, scope);
        }

        if (identity.ParentScopes.Count > 0)
        {
            writer.WriteStartArray("parentScopes"u8);
            foreach (var parent in identity.ParentScopes)
            {
                writer.WriteStringValue(parent);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteTimes(Utf8JsonWriter writer, HubIdentity identity)
    {
        writer.WritePropertyName("connectionStateUpdatedTime"u8);
        HubTime.Write(writer, identity.ConnectionStateUpdatedTime);
        if (!identity.Id.IsModule)
        {
            writer.WritePropertyName("statusUpdatedTime"u8);
            HubTime.Write(writer, identity.StatusUpdatedTime);
        }

        writer.WritePropertyName("lastActivityTime"u8);
        HubTime.Write(writer, identity.LastActivityTime);
    }

    private static void WriteAuthentication(Utf8JsonWriter writer, HubAuthentication authentication)
    {
        writer.WriteStartObject("authentication"u8);
        writer.WriteStartObject("symmetricKey"u8);
        writer.WriteString("primaryKey"u8, authentication.PrimaryKey);
        writer.WriteString("secondaryKey"u8, authentication.SecondaryKey);
        writer.WriteEndObject();
        WriteThumbprints(writer, authentication);
        writer.WriteString("type"u8, IdentityWords.Of(authentication.Type));
        writer.WriteEndObject();
    }

    private static void CheckName(string member, string? given, string? expected)
    {
        if (given is not null && given != expected)
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, $"{member} is '{given}' in the body, but the path names '{expected}'.");
        }
    }
}
