using System.CommandLine;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp device</c>: the hub's registry.</summary>
internal sealed class DeviceCommand : Command
{
    public DeviceCommand(CliEnvironment environment)
        : base("device", "Registers devices and lists them (as 'az iot hub device-identity').")
    {
        Add(new DeviceCreateCommand(environment));
        Add(new DeviceCertCommand(environment));
        Add(new DeviceConnectionStringCommand(environment));
        Add(new DeviceListCommand(environment));
    }
}
