using System.CommandLine;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp method</c>: direct methods.</summary>
internal sealed class MethodCommand : Command
{
    public MethodCommand(CliEnvironment environment)
        : base("method", "Calls direct methods (as 'az iot hub invoke-device-method').") => Add(new MethodInvokeCommand(environment));
}
