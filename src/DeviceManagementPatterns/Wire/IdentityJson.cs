using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DeviceManagementPatterns.Wire;

/// <summary>Device identities as the registry's endpoint writes them.</summary>
internal static class IdentityJson
{
    /// <summary>Writes a device. Keys that are null are left to the hub.</summary>
    /// <param name="device">The device.</param>
    /// <param name="registration">What takes the place of its keys; null where it has keys.</param>
    public static byte[] Write(DeviceIdentity device, CertificateRegistration? registration = null) => WireJson.Object(writer =>
    {
        writer.WriteString("deviceId", device.DeviceId);
        if (device.ETag != ETag.Any && device.ETag != default)
        {
            writer.WriteString("etag", device.ETag.Value);
        }

        writer.WriteString("status", device.IsEnabled ? "enabled" : "disabled");
        if (registration is null)
        {
            WriteKeys(writer, device);
        }
        else
        {
            registration.Write(writer);
        }
    });

    /// <summary>Reads a device. Empty keys count as none.</summary>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out DeviceIdentity? device)
    {
        device = null;
        if (!json.TryGetText("deviceId", out var deviceId))
        {
            return false;
        }

        JsonElement keys = default;
        _ = json.TryGetObject("authentication", out var authentication) && authentication.TryGetObject("symmetricKey", out keys);
        device = new DeviceIdentity(deviceId)
        {
            PrimaryKey = keys.TryGetText("primaryKey", out var primary) && primary.Length > 0 ? primary : null,
            SecondaryKey = keys.TryGetText("secondaryKey", out var secondary) && secondary.Length > 0 ? secondary : null,
            IsEnabled = !json.TryGetText("status", out var status) || !status.Equals("disabled", StringComparison.OrdinalIgnoreCase),
            IsConnected = json.TryGetText("connectionState", out var state) && state == "Connected",
            ETag = json.TryGetText("etag", out var text) && ETagText.TryParse(text, out var etag) ? etag : ETag.Any,
        };
        return true;
    }

    /// <summary>Reads an array of devices; one that cannot be read spoils it.</summary>
    public static bool TryReadList(JsonElement json, [NotNullWhen(true)] out IReadOnlyList<DeviceIdentity>? devices)
    {
        devices = null;
        if (json.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        List<DeviceIdentity> read = [];
        foreach (var item in json.EnumerateArray())
        {
            if (!TryRead(item, out var device))
            {
                return false;
            }

            read.Add(device);
        }

        devices = read;
        return true;
    }

    private static void WriteKeys(Utf8JsonWriter writer, DeviceIdentity device)
    {
        writer.WriteStartObject("authentication");
        writer.WriteStartObject("symmetricKey");
        writer.WriteString("primaryKey", device.PrimaryKey);
        writer.WriteString("secondaryKey", device.SecondaryKey);
        writer.WriteEndObject();
        writer.WriteString("type", "sas");
        writer.WriteEndObject();
    }
}
