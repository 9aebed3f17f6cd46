using System.CommandLine;
using System.Net;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Output;
using DeviceManagementPatterns.Cli.Parsing;
using DeviceManagementPatterns.LocalHub;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp hub</c>: LocalHub until Ctrl-C or SIGTERM.</summary>
internal sealed class HubCommand : CliCommand
{
    private const string DefaultHost = "localhost";

    private readonly Option<string> _host = new("--host")
    {
        HelpName = "NAME",
        Description = $"The hub's name in connection strings and certificate; clients must reach it under this name. The default is {DefaultHost}.",
    };

    private readonly AddressOption _listen = new(
        "--listen", "The address to listen on. The default is the loopback: this machine only. 0.0.0.0 opens the hub to the network.");

    private readonly PortOption _mqttsPort = new("--mqtts-port", "The port for devices, MQTT over TLS.", 8883);
    private readonly PortOption _httpsPort = new("--https-port", "The port for back ends, HTTPS, and for MQTT over WebSockets.", 8443);

    private readonly Option<string> _certificates = new("--cert-dir")
    {
        HelpName = "DIR",
        Description = "Where the development certificate authority is kept, made where it is missing. "
            + "The default is a folder of yours, so that the authority stays the same.",
    };

    private readonly Option<string> _data = new("--data")
    {
        HelpName = "DIR",
        Description = "Where devices, twins and keys are kept, so that they outlive the hub; made where it is missing. "
            + "The default is to keep them in memory.",
    };

    private readonly Option<string[]> _deviceAuthorities = new("--device-ca")
    {
        HelpName = "FILE",
        Description = "A PEM file of certificate authorities that sign the certificates of devices (type certificateAuthority). May be given several times.",
    };

    private readonly DurationOption _tokenGrace = new(
        "--token-grace", "How long a device's link outlives its token.", TimeSpan.Zero, TimeSpan.FromDays(1), TimeSpan.Zero);

    private readonly Option<bool> _strictQueries = new("--strict-queries")
    {
        Description = "Refuse queries and conditions that work here but are not known to work on Azure IoT Hub.",
    };

    private readonly Option<string> _faults = new("--faults")
    {
        HelpName = "FILE",
        Description = "A script of what goes wrong, as JSON: {\"seed\":7,\"rules\":[…]}. It begins when the hub starts.",
    };

    private readonly Option<string[]> _fault = new("--fault")
    {
        HelpName = "RULE",
        Description = "One thing that goes wrong, behind those of --faults. May be given several times.",
    };

    private readonly TierOption _tier = new(
        "--tier",
        $"Limit the hub as this tier of IoT Hub is limited: {TierOption.Names}. The default is no limits of rate and number.");

    private readonly CountOption _units = new("--units", "How many units of the tier.", least: 1, most: 200, absent: 1);

    private readonly DurationOption _burst = new(
        "--burst",
        "How much is served at once after a quiet time before the tier's rates slow it down, as time at each rate.",
        TimeSpan.Zero,
        TimeSpan.FromHours(1),
        new ThrottlingOptions().Burst);

    private readonly Option<string> _readyFile = new("--ready-file")
    {
        HelpName = "PATH",
        Description = "A JSON file to write once the hub listens, with its ports, CA file and connection strings (it holds keys). "
            + "It is removed when the hub stops.",
    };

    public HubCommand(CliEnvironment environment)
        : base("hub", "Runs LocalHub, an IoT Hub on this machine, until Ctrl-C or SIGTERM.", environment)
    {
        foreach (var option in new Option[] { _host, _listen, _mqttsPort, _httpsPort, _certificates, _data, _deviceAuthorities, _tokenGrace, _strictQueries, _faults, _fault, _tier, _units, _burst, _readyFile })
        {
            Add(option);
        }

        Examples =
        [
            new("Start a hub; it prints what to do next:", "dmp hub"),
            new("Start it where Microsoft's own SDKs look for a hub (port 443 may need a privilege):", "dmp hub --https-port 443"),
            new("Keep devices, twins and keys from one start to the next:", "dmp hub --data state"),
            new("Let the first three answers of a device come late:", "dmp hub --fault \"delay methodReply 2s device=myDeviceId times=3\""),
            new("Feel the limits of the smallest paid hub:", "dmp hub --tier s1"),
            new("For a script: free ports, and a file to wait for:", "dmp hub --mqtts-port 0 --https-port 0 --ready-file hub.json"),
            new("For other machines, which must know this one as hub.example:", "dmp hub --host hub.example --listen 0.0.0.0"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            var options = OptionsIn(arguments);
            var hub = await LocalIotHub.StartAsync(options, cancellationToken).ConfigureAwait(false);
            await using (hub.ConfigureAwait(false))
            {
                using var ready = arguments.GetValue(_readyFile) is { } path ? ReadyFile.Write(path, hub) : null;
                HubWelcome.Write(Environment.Output, hub, options);
                await Task.Delay(Timeout.InfiniteTimeSpan, Environment.Time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This is how a hub is stopped.
        }

        return ExitCodes.Ok;
    }

    private LocalHubOptions OptionsIn(ParseResult arguments)
    {
        var options = new LocalHubOptions
        {
            HostName = arguments.GetValue(_host) ?? DefaultHost,
            ListenAddress = arguments.GetValue(_listen) ?? IPAddress.Loopback,
            MqttsPort = _mqttsPort.In(arguments),
            HttpsPort = _httpsPort.In(arguments),
            CertificateDirectory = arguments.GetValue(_certificates) ?? DefaultCertificateDirectory(),
            DataDirectory = arguments.GetValue(_data),
            StrictQueries = arguments.GetValue(_strictQueries),
            Faults = FaultOptions.Read(arguments.GetValue(_faults), arguments.GetValue(_fault) ?? []),
            Tier = arguments.GetValue(_tier),
            Units = _units.In(arguments),
            Throttling = new ThrottlingOptions { Burst = _burst.In(arguments) },
            TokenExpiryGrace = _tokenGrace.In(arguments),
            TimeProvider = Environment.Time,
            LoggerFactory = new HubLog(Environment),
        };
        foreach (var file in arguments.GetValue(_deviceAuthorities) ?? [])
        {
            options.DeviceCertificateAuthorities.AddRange(AuthorityFile.Read(file));
        }

        return options;
    }

    private string DefaultCertificateDirectory() => Environment.DataDirectory.Length > 0
        ? Path.Combine(Environment.DataDirectory, DmpRootCommand.ToolName, "certificates")
        : throw new ArgumentException("You have no folder for programs' data (HOME is not set): name one for the certificates with --cert-dir.");
}
