using System.CommandLine;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Parsing;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp device create ID</c></summary>
internal sealed class DeviceCreateCommand : BackEndCommand
{
    private readonly DeviceIdArgument _deviceId = new();
    private readonly ThumbprintOption _thumbprint = new();

    private readonly Option<bool> _caSigned = new("--ca-signed")
    {
        Description = "The device signs in with a certificate that bears its id as common name and is signed by an authority that the hub knows "
            + "(LocalHub: dmp hub --device-ca).",
    };

    public DeviceCreateCommand(CliEnvironment environment)
        : base("create", "Registers a device and prints its connection string. The hub makes its keys, unless it has a certificate.", environment)
    {
        Add(_deviceId);
        Add(_thumbprint);
        Add(_caSigned);
        Validators.Add(result =>
        {
            if (result.GetResult(_thumbprint) is not null && result.GetValue(_caSigned))
            {
                result.AddError("--thumbprint and --ca-signed exclude each other: a device has one way in.");
            }
        });
        Examples =
        [
            new("Register a device:", "dmp device create myDeviceId"),
            new("Register one that signs in with a certificate of yours:", "dmp device create myDeviceId --thumbprint \"$(openssl x509 -in device.pem -noout -fingerprint -sha256 | cut -d= -f2)\""),
            new("Register it and keep its connection string for the device's program:", "export DEVICE=\"$(dmp device create myDeviceId)\""),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var device = new DeviceIdentity(arguments.GetRequiredValue(_deviceId));
        var registration = RegistrationIn(arguments);
        var created = await hub.Registry.CreateAsync(device, registration, cancellationToken).ConfigureAwait(false);
        Environment.Error.WriteLine($"Device '{created.DeviceId}' is registered.");
        Environment.Output.WriteLine(registration is null
            ? await hub.DeviceConnectionStringAsync(created, cancellationToken).ConfigureAwait(false)
            : await hub.CertificateConnectionStringAsync(created.DeviceId, cancellationToken).ConfigureAwait(false));
        return ExitCodes.Ok;
    }

    private CertificateRegistration? RegistrationIn(ParseResult arguments) => _thumbprint.In(arguments) switch
    {
        [] => arguments.GetValue(_caSigned) ? CertificateRegistration.Authority : null,
        [var primary] => CertificateRegistration.SelfSigned(primary),
        [var primary, var secondary, ..] => CertificateRegistration.SelfSigned(primary, secondary),
    };
}
