using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Output;
using DeviceManagementPatterns.Cli.Parsing;
using DeviceManagementPatterns.LocalHub.Faults;
using Spectre.Console;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp fault list</c></summary>
internal sealed class FaultListCommand : BackEndCommand
{
    private readonly OutputOption _output = new();

    public FaultListCommand(CliEnvironment environment)
        : base("list", "Lists the rules and how often they have hit; as JSON also the latest hits.", environment)
    {
        Add(_output);
        Examples =
        [
            new("Show the rules:", "dmp fault list"),
            new("What was hit last, with jq:", "dmp fault list -o json | jq '.hits[-1]'"),
            new("Keep the rules as a script for 'dmp hub --faults':", "dmp fault list -o json > faults.json"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var faults = await hub.Faults.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (_output.IsJson(arguments))
        {
            Environment.Output.WriteLine(JsonText.Of(faults));
        }
        else
        {
            Consoles.ForOutput(Environment).Write(Table(faults));
        }

        return ExitCodes.Ok;
    }

    private static Table Table(JsonElement faults)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var title in (string[])["ID", "CALLS", "HITS", "RULE"])
        {
            table.AddColumn(new TableColumn(new Text(title, new Style(decoration: Decoration.Bold))));
        }

        var rules = FaultScript.Parse(faults.GetRawText()).Rules;
        foreach (var (rule, json) in rules.Zip(faults.GetProperty("rules").EnumerateArray()))
        {
            var text = (rule with { Id = null }).ToString();
            table.AddRow(new Text(rule.Id ?? ""), new Text(Count(json, "calls")), new Text(Count(json, "hits")), new Text(text));
        }

        return table;
    }

    private static string Count(JsonElement rule, string name) => rule.GetProperty(name).GetInt64().ToString(CultureInfo.InvariantCulture);
}
