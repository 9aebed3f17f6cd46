using System.CommandLine;
using DeviceManagementPatterns.Cli.Hubs;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp telemetry</c></summary>
internal sealed class TelemetryCommand : BackEndCommand
{
    private static readonly TimeSpan FollowWait = TimeSpan.FromSeconds(20);

    private readonly Option<string> _device = new("--device", "-d") { HelpName = "ID", Description = "The device, with its modules; without it, all devices." };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Waits for what comes next, until Ctrl-C." };

    public TelemetryCommand(CliEnvironment environment)
        : base("telemetry", "Prints what devices have sent to LocalHub and it still has: a JSON object a line, the oldest first.", environment)
    {
        Add(_device);
        Add(_follow);
        Examples =
        [
            new("What one device has sent:", "dmp telemetry --device myDeviceId"),
            new("The bodies of all devices as they come, with jq:", "dmp telemetry --follow | jq .body"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var deviceId = arguments.GetValue(_device);
        var wait = arguments.GetValue(_follow) ? FollowWait : TimeSpan.Zero;
        var after = 0L;
        TelemetryPage page;
        do
        {
            page = await hub.LocalHub.ReadTelemetryAsync(after, deviceId, wait, cancellationToken).ConfigureAwait(false);
            Print(page);
            after = page.Next;
        }
        while (wait > TimeSpan.Zero || page.Lines.Count > 0);

        return ExitCodes.Ok;
    }

    private void Print(TelemetryPage page)
    {
        if (page.Overwritten > 0)
        {
            Environment.Error.WriteLine($"{page.Overwritten} older messages have gone from the hub's buffer unread.");
        }

        foreach (var line in page.Lines)
        {
            Environment.Output.WriteLine(line);
        }
    }
}
