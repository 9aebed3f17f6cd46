using System.CommandLine;
using System.Globalization;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Output;
using DeviceManagementPatterns.Cli.Parsing;
using DeviceManagementPatterns.Reboot;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp reboot ID</c></summary>
internal sealed class RebootCommand : BackEndCommand
{
    private readonly DeviceIdArgument _deviceId = new();
    private readonly Option<string> _reason = new("--reason") { HelpName = "TEXT", Description = "Why; shown in the device's twin." };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Ends when the device has answered, which is before it reboots." };
    private readonly Option<string> _methodName = new("--method")
    {
        HelpName = "NAME",
        Description = "The direct method to call, 'rebootDevice' or 'reboot' as a rule. The default is what the device's twin calls for.",
    };

    private readonly DurationOption _responseTimeout = new(
        "--response-timeout",
        "How long the hub waits for the device's answer, which comes before the reboot.",
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromSeconds(60));

    private readonly DurationOption _connectTimeout = DurationOption.ConnectTimeout();
    private readonly DurationOption _timeout = new(
        "--timeout",
        "How long to wait for the device to be back, from its answer on.",
        TimeSpan.FromSeconds(1),
        TimeSpan.FromHours(24),
        TimeSpan.FromMinutes(5));

    public RebootCommand(CliEnvironment environment)
        : base("reboot", "Asks a device to reboot, prints its answer, and waits until its twin tells that it has rebooted.", environment)
    {
        Add(_deviceId);
        Add(_reason);
        Add(_timeout);
        Add(_noWait);
        Add(_responseTimeout);
        Add(_connectTimeout);
        Add(_methodName);
        Examples =
        [
            new("Reboot a device and wait until it is back:", "dmp reboot myDeviceId"),
            new("Say why, and allow it a quarter of an hour:", "dmp reboot myDeviceId --reason \"kernel update\" --timeout 15m"),
            new("Only ask; look later:", "dmp reboot myDeviceId --no-wait && dmp twin show myDeviceId"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var request = new RebootRequest
        {
            Reason = arguments.GetValue(_reason),
            RequestedBy = DmpRootCommand.ToolName,
            ResponseTimeout = _responseTimeout.In(arguments),
            ConnectTimeout = _connectTimeout.In(arguments),
            MethodName = arguments.GetValue(_methodName),
        };
        var reboot = await AskAsync(hub.Client, arguments.GetRequiredValue(_deviceId), request, cancellationToken).ConfigureAwait(false);
        Environment.Output.WriteLine(reboot.Response);
        if (arguments.GetValue(_noWait))
        {
            Environment.Error.WriteLine($"Operation '{reboot.Id}' is under way; its progress stands in the twin: dmp twin show {reboot.DeviceId}");
            return ExitCodes.Ok;
        }

        var done = await RebootProgress.FollowAsync(reboot, _timeout.In(arguments), Environment, cancellationToken).ConfigureAwait(false);
        Environment.Output.WriteLine($"Last reboot time: {Format(done.RebootTime)}");
        return ExitCodes.Ok;
    }

    private static async Task<RebootOperation> AskAsync(
        DeviceManagementClient client, string deviceId, RebootRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.RebootAsync(deviceId, request, cancellationToken).ConfigureAwait(false);
        }
        catch (HubException exception) when (exception is { IsOutcomeUnknown: true, OperationId: { } operationId })
        {
            var cause = exception.InnerException?.Message ?? exception.Message;
            throw new HubException(
                exception.Code,
                $"Whether device '{deviceId}' reboots is not known: {cause} Before asking again, look for operation '{operationId}' "
                + $"in its twin: dmp twin show {deviceId}",
                exception)
            {
                IsOutcomeUnknown = true,
                OperationId = operationId,
            };
        }
    }

    /// <summary>A tutorial device may report a time in a form of its own.</summary>
    private static string Format(DateTimeOffset? time) => time is { } known
        ? known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
        : "unknown (the device reports it in a form of its own; see its twin)";
}
