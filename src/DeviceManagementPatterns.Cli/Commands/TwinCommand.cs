using System.CommandLine;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp twin</c>: device twins.</summary>
internal sealed class TwinCommand : Command
{
    public TwinCommand(CliEnvironment environment)
        : base("twin", "Reads device twins (as 'az iot hub device-twin').") => Add(new TwinShowCommand(environment));
}
