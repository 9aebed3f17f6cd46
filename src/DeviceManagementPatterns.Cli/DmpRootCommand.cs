using System.CommandLine;
using DeviceManagementPatterns.Cli.Commands;
using DeviceManagementPatterns.Cli.Output;

namespace DeviceManagementPatterns.Cli;

/// <summary>The tool's tree of commands.</summary>
internal sealed class DmpRootCommand : RootCommand, ITeaches
{
    public const string ToolName = "dmp";

    public DmpRootCommand(CliEnvironment environment)
        : base("Manages the devices of an Azure IoT Hub, or of LocalHub, an IoT Hub on this machine.")
    {
        HelpName = ToolName;
        Add(new HubCommand(environment));
        Add(new DeviceCommand(environment));
        Add(new RebootCommand(environment));
        Add(new TwinCommand(environment));
        Add(new MethodCommand(environment));
        Add(new SendCommand(environment));
        Add(new TelemetryCommand(environment));
        Add(new FaultCommand(environment));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("Start a hub on this machine; it prints the two variables that the other commands read:", "dmp hub"),
        new("In another terminal, register a device and print its connection string:", "dmp device create myDeviceId"),
        new("Once the device runs, reboot it and wait until it is back:", "dmp reboot myDeviceId"),
    ];
}
