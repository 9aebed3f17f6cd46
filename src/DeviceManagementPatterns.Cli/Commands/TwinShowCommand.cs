using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Output;
using DeviceManagementPatterns.Cli.Parsing;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp twin show ID</c></summary>
internal sealed class TwinShowCommand : BackEndCommand
{
    private readonly DeviceIdArgument _deviceId = new();

    public TwinShowCommand(CliEnvironment environment)
        : base("show", "Prints a device's twin as JSON: tags, desired and reported properties.", environment)
    {
        Add(_deviceId);
        Examples =
        [
            new("Show the twin:", "dmp twin show myDeviceId"),
            new("Only what the device has reported, with jq:", "dmp twin show myDeviceId | jq .properties.reported"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var deviceId = arguments.GetRequiredValue(_deviceId);
        var twin = await hub.Client.GetTwinAsync(deviceId, cancellationToken).ConfigureAwait(false) ?? throw Missing.Device(deviceId);
        Environment.Output.WriteLine(JsonText.Object(writer => Write(writer, twin)));
        return ExitCodes.Ok;
    }

    private static void Write(Utf8JsonWriter writer, Twin twin)
    {
        writer.WriteString("deviceId", twin.DeviceId);
        writer.WriteString("etag", twin.ETag.ToString());
        if (twin.IsEnabled is { } isEnabled)
        {
            writer.WriteString("status", isEnabled ? "enabled" : "disabled");
        }

        if (twin.IsConnected is { } isConnected)
        {
            writer.WriteString("connectionState", isConnected ? "Connected" : "Disconnected");
        }

        if (twin.LastActivityTime is { } lastActivity)
        {
            writer.WriteString("lastActivityTime", lastActivity.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        writer.WritePropertyName("tags");
        JsonText.WriteValue(writer, twin.Tags);
        writer.WriteStartObject("properties");
        WriteSection(writer, "desired", twin.Desired);
        WriteSection(writer, "reported", twin.Reported);
        writer.WriteEndObject();
    }

    private static void WriteSection(Utf8JsonWriter writer, string name, TwinSection section)
    {
        writer.WriteStartObject(name);
        foreach (var property in section.Properties.EnumerateObject())
        {
            property.WriteTo(writer);
        }

        if (section.Version is { } version)
        {
            writer.WriteNumber("$version", version);
        }

        writer.WriteEndObject();
    }
}
