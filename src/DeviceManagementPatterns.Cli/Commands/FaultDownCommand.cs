using System.CommandLine;
using DeviceManagementPatterns.Cli.Hubs;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp fault down TIME</c></summary>
internal sealed class FaultDownCommand : BackEndCommand
{
    private readonly Argument<string> _time = new("TIME") { Description = "How long, such as 30s or 5m; at most 1d." };

    public FaultDownCommand(CliEnvironment environment)
        : base("down", "Takes the hub down for a while: drops all connections and resets new ones.", environment)
    {
        Add(_time);
        Examples = [new("Let all devices lose the hub for half a minute and come back at once:", "dmp fault down 30s")];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        await hub.Faults.TakeDownAsync(arguments.GetRequiredValue(_time), cancellationToken).ConfigureAwait(false);
        return ExitCodes.Ok;
    }
}
