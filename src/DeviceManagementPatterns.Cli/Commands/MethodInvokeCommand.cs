using System.CommandLine;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Output;
using DeviceManagementPatterns.Cli.Parsing;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp method invoke ID NAME</c></summary>
internal sealed class MethodInvokeCommand : BackEndCommand
{
    private readonly DeviceIdArgument _deviceId = new();
    private readonly Argument<string> _name = new("NAME") { Description = "The method's name; case-sensitive." };
    private readonly JsonOption _payload = new("--payload", "What is sent to the device: any JSON, at most 128 KB; without it, null.");
    private readonly DurationOption _responseTimeout = new(
        "--response-timeout", "How long the hub waits for the answer.", TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));

    private readonly DurationOption _connectTimeout = DurationOption.ConnectTimeout();

    public MethodInvokeCommand(CliEnvironment environment)
        : base("invoke", "Calls a direct method of a device and prints its answer's body as JSON. A status other than 2xx ends with exit code 1.", environment)
    {
        Add(_deviceId);
        Add(_name);
        Add(_payload);
        Add(_responseTimeout);
        Add(_connectTimeout);
        Examples =
        [
            new("Ask a device what it can do:", "dmp method invoke myDeviceId getDeviceInfo"),
            new("Send a payload (in PowerShell 5 and cmd.exe, write each \" in it as \\\"):", """dmp method invoke myDeviceId setLamp --payload '{"on":true}'"""),
            new("Wait up to a minute for a device that is offline:", "dmp method invoke myDeviceId setLamp --connect-timeout 60s"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var deviceId = arguments.GetRequiredValue(_deviceId);
        var result = await hub.Client.InvokeMethodAsync(
            deviceId,
            arguments.GetRequiredValue(_name),
            _payload.In(arguments),
            _responseTimeout.In(arguments),
            _connectTimeout.In(arguments),
            cancellationToken).ConfigureAwait(false);

        Environment.Output.WriteLine(JsonText.Of(result.Payload));
        Environment.Error.WriteLine($"Device '{deviceId}' answered with status {result.Status}.");
        return result.Status is >= 200 and <= 299 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
