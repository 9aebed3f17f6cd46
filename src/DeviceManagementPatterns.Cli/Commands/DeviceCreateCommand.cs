using System.CommandLine;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Parsing;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp device create ID</c></summary>
internal sealed class DeviceCreateCommand : BackEndCommand
{
    private readonly DeviceIdArgument _deviceId = new();

    public DeviceCreateCommand(CliEnvironment environment)
        : base("create", "Registers a device and prints its connection string. The hub makes its keys.", environment)
    {
        Add(_deviceId);
        Examples =
        [
            new("Register a device:", "dmp device create myDeviceId"),
            new("Register it and keep its connection string for the device's program:", "export DEVICE=\"$(dmp device create myDeviceId)\""),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var device = new DeviceIdentity(arguments.GetRequiredValue(_deviceId));
        var created = await hub.Registry.CreateDeviceAsync(device, cancellationToken).ConfigureAwait(false);
        Environment.Error.WriteLine($"Device '{created.DeviceId}' is registered.");
        Environment.Output.WriteLine(await hub.DeviceConnectionStringAsync(created, cancellationToken).ConfigureAwait(false));
        return ExitCodes.Ok;
    }
}
