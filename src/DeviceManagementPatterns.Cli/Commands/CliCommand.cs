using System.CommandLine;
using DeviceManagementPatterns.Cli.Output;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary>A command that does something.</summary>
internal abstract class CliCommand : Command, ITeaches
{
    protected CliCommand(string name, string description, CliEnvironment environment)
        : base(name, description)
    {
        Environment = environment;
        SetAction(RunAsync);
    }

    public IReadOnlyList<Example> Examples { get; protected init; } = [];

    protected CliEnvironment Environment { get; }

    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken);
}
