using System.CommandLine;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Parsing;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp fault disconnect ID</c></summary>
internal sealed class FaultDisconnectCommand : BackEndCommand
{
    private readonly DeviceIdArgument _deviceId = new();

    public FaultDisconnectCommand(CliEnvironment environment)
        : base("disconnect", "Ends a device's connection once.", environment)
    {
        Add(_deviceId);
        Examples = [new("See whether a device comes back by itself:", "dmp fault disconnect myDeviceId")];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var deviceId = arguments.GetRequiredValue(_deviceId);
        var wasConnected = await hub.Faults.DisconnectAsync(deviceId, cancellationToken).ConfigureAwait(false);
        Environment.Output.WriteLine(wasConnected ? $"Device '{deviceId}' is disconnected." : $"Device '{deviceId}' was not connected.");
        return ExitCodes.Ok;
    }
}
