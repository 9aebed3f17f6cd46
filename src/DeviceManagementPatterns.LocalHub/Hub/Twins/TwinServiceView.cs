using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>The twin as back ends see it, its members in the order in which IoT Hub sends them.</summary>
internal static class TwinServiceView
{
    public static void Write(Utf8JsonWriter writer, HubIdentity identity, HubTwin twin)
    {
        writer.WriteStartObject();
        WriteIdentity(writer, identity, twin.ETag);
        writer.WriteString("modelId"u8, twin.ModelId);
        writer.WriteNumber("version"u8, twin.Version);
        writer.WritePropertyName("tags"u8);
        TwinJson.WriteObject(writer, twin.Tags);
        writer.WriteStartObject("properties"u8);
        writer.WritePropertyName("desired"u8);
        TwinJson.WriteSection(writer, twin.Desired);
        writer.WritePropertyName("reported"u8);
        TwinJson.WriteSection(writer, twin.Reported);
        writer.WriteEndObject();
        if (!identity.Id.IsModule)
        {
            IdentityJson.WriteCapabilitiesAndScopes(writer, identity);
        }

        if (twin.Configurations.Statuses.Count > 0)
        {
            writer.WritePropertyName("configurations"u8);
            ConfigurationJson.Write(writer, twin.Configurations);
        }

        writer.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, HubIdentity identity, ETag etag)
    {
        writer.WriteString("deviceId"u8, identity.Id.DeviceId);
        if (identity.Id.ModuleId is { } moduleId)
        {
            writer.WriteString("moduleId"u8, moduleId);
        }

        writer.WriteString("etag"u8, etag.Value);
        writer.WriteString("deviceEtag"u8, identity.ETag.Value);
        writer.WriteString("status"u8, IdentityWords.Of(identity.IsEnabled));
        if (identity.StatusReason is { } reason)
        {
            writer.WriteString("statusReason"u8, reason);
        }

        writer.WritePropertyName("statusUpdateTime"u8);
        HubTime.Write(writer, identity.StatusUpdatedTime);
        writer.WriteString("connectionState"u8, IdentityWords.OfConnection(identity.IsConnected));
        writer.WritePropertyName("lastActivityTime"u8);
        HubTime.Write(writer, identity.LastActivityTime);
        writer.WriteNumber("cloudToDeviceMessageCount"u8, identity.CloudToDeviceMessageCount);
        writer.WriteString("authenticationType"u8, IdentityWords.Of(identity.Authentication.Type));
        IdentityJson.WriteThumbprints(writer, identity.Authentication);
    }
}
