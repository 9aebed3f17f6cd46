using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Output;
using DeviceManagementPatterns.Cli.Parsing;
using Spectre.Console;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp device list</c></summary>
internal sealed class DeviceListCommand : BackEndCommand
{
    private const int MostAtOnce = 1000;

    private readonly OutputOption _output = new();
    private readonly Option<int> _top = new("--top") { HelpName = "N" };

    public DeviceListCommand(CliEnvironment environment)
        : base("list", "Lists the registered devices, and whether they are connected.", environment)
    {
        _top.Description = $"At most this many, 1 to {MostAtOnce}; the default is {MostAtOnce}.";
        _top.CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostAtOnce)
            {
                result.AddError($"--top '{text}' is out of range: 1 to {MostAtOnce}.");
            }

            return count;
        };
        Add(_output);
        Add(_top);
        Examples =
        [
            new("Show the devices:", "dmp device list"),
            new("The ids of those that are connected, with jq:", "dmp device list -o json | jq -r '.[] | select(.connectionState == \"Connected\") | .deviceId'"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var most = arguments.GetResult(_top) is null ? MostAtOnce : arguments.GetValue(_top);
        var devices = await hub.Registry.ListDevicesAsync(most, cancellationToken).ConfigureAwait(false);
        var sorted = devices.OrderBy(device => device.DeviceId, StringComparer.Ordinal).ToList();
        if (_output.IsJson(arguments))
        {
            Environment.Output.WriteLine(JsonText.Write(writer => Write(writer, sorted)));
        }
        else
        {
            Consoles.ForOutput(Environment).Write(Table(sorted));
        }

        if (devices.Count == MostAtOnce)
        {
            Environment.Error.WriteLine($"The hub lists {MostAtOnce} devices at most; there may be more.");
        }

        return ExitCodes.Ok;
    }

    private static string Status(DeviceIdentity device) => device.IsEnabled ? "enabled" : "disabled";

    private static string ConnectionState(DeviceIdentity device) => device.IsConnected ? "Connected" : "Disconnected";

    private static void Write(Utf8JsonWriter writer, IEnumerable<DeviceIdentity> devices)
    {
        writer.WriteStartArray();
        foreach (var device in devices)
        {
            writer.WriteStartObject();
            writer.WriteString("deviceId", device.DeviceId);
            writer.WriteString("status", Status(device));
            writer.WriteString("connectionState", ConnectionState(device));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static Table Table(IEnumerable<DeviceIdentity> devices)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var title in (string[])["DEVICE", "STATUS", "CONNECTION"])
        {
            table.AddColumn(new TableColumn(new Text(title, new Style(decoration: Decoration.Bold))));
        }

        foreach (var device in devices)
        {
            var colour = new Style(device.IsConnected ? Color.Green : Color.Default);
            table.AddRow(new Text(device.DeviceId), new Text(Status(device)), new Text(ConnectionState(device), colour));
        }

        return table;
    }
}
