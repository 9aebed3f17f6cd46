using System.CommandLine;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Parsing;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp device connection-string ID</c></summary>
internal sealed class DeviceConnectionStringCommand : BackEndCommand
{
    private readonly DeviceIdArgument _deviceId = new();

    public DeviceConnectionStringCommand(CliEnvironment environment)
        : base("connection-string", "Prints the connection string with which a device's program connects. It holds the device's key, or says x509=true for a certificate.", environment)
    {
        Add(_deviceId);
        Examples = [new("Hand it to the device's program:", "export DEVICE=\"$(dmp device connection-string myDeviceId)\"")];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var deviceId = arguments.GetRequiredValue(_deviceId);
        var device = await hub.Registry.GetDeviceAsync(deviceId, cancellationToken).ConfigureAwait(false) ?? throw Missing.Device(deviceId);
        Environment.Output.WriteLine(await hub.DeviceConnectionStringAsync(device, cancellationToken).ConfigureAwait(false));
        return ExitCodes.Ok;
    }
}
