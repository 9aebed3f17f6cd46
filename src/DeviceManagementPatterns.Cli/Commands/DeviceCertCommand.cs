using System.CommandLine;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Parsing;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp device cert ID</c></summary>
internal sealed class DeviceCertCommand : BackEndCommand
{
    private readonly DeviceIdArgument _deviceId = new();

    private readonly Option<string> _folder = new("--dir")
    {
        HelpName = "DIR",
        Description = "Where the two files are written, made where it is missing. The default is the current folder.",
    };

    private readonly CountOption _days = new("--days", "How long the certificate is valid.", 1, 36500, 365);

    public DeviceCertCommand(CliEnvironment environment)
        : base("cert", "Makes a self-signed certificate, registers a device with its thumbprint and prints its connection string.", environment)
    {
        Add(_deviceId);
        Add(_folder);
        Add(_days);
        Examples = [new("Register a device that signs in with a certificate; the files are keys/myDeviceId.pem and keys/myDeviceId.key.pem:", "dmp device cert myDeviceId --dir keys")];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var device = new DeviceIdentity(arguments.GetRequiredValue(_deviceId));
        var files = CertificateFiles.Make(arguments.GetValue(_folder) ?? ".", device.DeviceId, _days.In(arguments), Environment.Time);
        try
        {
            await hub.Registry.CreateAsync(device, CertificateRegistration.SelfSigned(files.Thumbprint), cancellationToken).ConfigureAwait(false);
        }
        catch (HubException e) when (!e.IsOutcomeUnknown)
        {
            files.Remove();
            throw;
        }

        Environment.Error.WriteLine($"Device '{device.DeviceId}' is registered with the certificate {files.CertificateFile}, whose key is {files.KeyFile}.");
        Environment.Output.WriteLine(await hub.CertificateConnectionStringAsync(device.DeviceId, cancellationToken).ConfigureAwait(false));
        return ExitCodes.Ok;
    }
}
