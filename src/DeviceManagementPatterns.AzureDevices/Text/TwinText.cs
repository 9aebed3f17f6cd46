using System.Text.Json;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.AzureDevices.Text;

/// <summary>Twins and their sections from the SDK's JSON text.</summary>
internal static class TwinText
{
    public static TwinSection ParseSection(string json) =>
        TwinJson.TryReadSection(JsonElement.Parse(json), out var section) ? section : throw Unexpected("a section of a twin");

    public static Twin ParseTwin(string json) => TwinJson.TryReadTwin(JsonElement.Parse(json), out var twin) ? twin : throw Unexpected("a twin");

    public static DeviceIdentity ParseIdentity(string json) =>
        IdentityJson.TryRead(JsonElement.Parse(json), out var device) ? device : throw Unexpected("a device");

    private static JsonException Unexpected(string what) => new($"The SDK's text is not {what}.");
}
