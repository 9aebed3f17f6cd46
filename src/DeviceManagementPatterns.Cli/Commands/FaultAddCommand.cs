using System.CommandLine;
using System.Text.Json;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.LocalHub.Faults;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp fault add RULE</c></summary>
internal sealed class FaultAddCommand : BackEndCommand
{
    private readonly Argument<string[]> _rule = new("RULE")
    {
        Description = "KIND OPERATION [TIME|CODE] [member=value]..., with or without quotation marks.",
        Arity = ArgumentArity.OneOrMore,
    };

    public FaultAddCommand(CliEnvironment environment)
        : base("add", "Adds a rule to a running LocalHub and prints its id.", environment)
    {
        Add(_rule);
        Examples =
        [
            new("The first three answers of a device come two seconds late:", "dmp fault add \"delay methodReply 2s device=myDeviceId times=3\""),
            new("A tenth of all answers is lost:", "dmp fault add loseReply restCall probability=0.1"),
            new("Queries see what was half a minute ago:", "dmp fault add stale query 30s"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var rule = FaultRule.Parse(string.Join(' ', arguments.GetRequiredValue(_rule)));
        var added = await hub.Faults.AddAsync(rule.ToString(), cancellationToken).ConfigureAwait(false);
        Environment.Output.WriteLine(added.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : "");
        return ExitCodes.Ok;
    }
}
