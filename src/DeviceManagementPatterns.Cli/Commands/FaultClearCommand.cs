using System.CommandLine;
using DeviceManagementPatterns.Cli.Hubs;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp fault clear [ID]</c></summary>
internal sealed class FaultClearCommand : BackEndCommand
{
    private readonly Argument<string?> _ruleId = new("RULE-ID")
    {
        Description = "The rule to remove; all of them where it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public FaultClearCommand(CliEnvironment environment)
        : base("clear", "Removes a rule, or all rules with their hits.", environment)
    {
        Add(_ruleId);
        Examples =
        [
            new("Remove all rules:", "dmp fault clear"),
            new("Remove one:", "dmp fault clear rule-1"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        await (arguments.GetValue(_ruleId) is { } id
            ? hub.Faults.RemoveAsync(id, cancellationToken)
            : hub.Faults.ClearAsync(cancellationToken)).ConfigureAwait(false);
        return ExitCodes.Ok;
    }
}
