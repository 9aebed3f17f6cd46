using System.CommandLine;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp fault</c>: what goes wrong in a local hub.</summary>
internal sealed class FaultCommand : Command
{
    public FaultCommand(CliEnvironment environment)
        : base("fault", "Lets things go wrong in a LocalHub: late, lost and doubled messages, refusals, a lagging index.")
    {
        Add(new FaultAddCommand(environment));
        Add(new FaultListCommand(environment));
        Add(new FaultClearCommand(environment));
        Add(new FaultDisconnectCommand(environment));
        Add(new FaultDownCommand(environment));
    }
}
