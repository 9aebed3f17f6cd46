using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.LocalHub.Hosting;

/// <summary>Options as they stood at the start: checked, and out of reach of later changes.</summary>
internal static class CheckedOptions
{
    private const int MaxPort = 65535;
    private const int MaxTelemetryMessages = 1_000_000;
    private const long Megabyte = 1024 * 1024;

    private static readonly TimeSpan MaxGrace = TimeSpan.FromDays(1);

    /// <exception cref="ArgumentException">An option is not valid; the message names the option, its value and the fix.</exception>
    public static LocalHubOptions CheckedCopy(this LocalHubOptions options)
    {
        ArgumentNullException.ThrowIfNull(options.ListenAddress);
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        CheckHostName(options.HostName);
        CheckPort(options.MqttsPort, nameof(LocalHubOptions.MqttsPort));
        CheckPort(options.HttpsPort, nameof(LocalHubOptions.HttpsPort));
        if (options.MqttsPort == options.HttpsPort && options.MqttsPort != 0)
        {
            throw Fault(
                $"{nameof(LocalHubOptions.MqttsPort)} and {nameof(LocalHubOptions.HttpsPort)} are both {options.MqttsPort}: give each its own port.");
        }

        if (options.CertificateDirectory is not null && string.IsNullOrWhiteSpace(options.CertificateDirectory))
        {
            throw Fault($"{nameof(LocalHubOptions.CertificateDirectory)} is empty: name a folder, or leave it null for certificates in memory.");
        }

        if (options.DataDirectory is not null && string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            throw Fault($"{nameof(LocalHubOptions.DataDirectory)} is empty: name a folder, or leave it null for state in memory.");
        }

        CheckedLimits.Check(options);
        CheckGrace(options.TokenExpiryGrace);
        CheckAuthorities(options.DeviceCertificateAuthorities);
        if (options.ConfigurationInterval < TimeSpan.FromSeconds(1) || options.ConfigurationInterval > TimeSpan.FromDays(1))
        {
            throw Fault($"{nameof(LocalHubOptions.ConfigurationInterval)} is {options.ConfigurationInterval}: give 1 second to 1 day.");
        }

        CheckRange(options.MaxTelemetryMessages, 1, MaxTelemetryMessages, nameof(LocalHubOptions.MaxTelemetryMessages));
        CheckRange(options.MaxTelemetryBytes, Megabyte, 1024 * Megabyte, nameof(LocalHubOptions.MaxTelemetryBytes));

        var copy = new LocalHubOptions
        {
            HostName = options.HostName,
            ListenAddress = options.ListenAddress,
            MqttsPort = options.MqttsPort,
            HttpsPort = options.HttpsPort,
            CertificateDirectory = options.CertificateDirectory,
            DataDirectory = options.DataDirectory,
            StrictQueries = options.StrictQueries,
            ConfigurationInterval = options.ConfigurationInterval,
            MaxTelemetryMessages = options.MaxTelemetryMessages,
            MaxTelemetryBytes = options.MaxTelemetryBytes,
            Faults = options.Faults,
            Tier = options.Tier,
            Units = options.Units,
            Throttling = CheckedLimits.Copy(options.Throttling),
            TimeProvider = options.TimeProvider,
            LoggerFactory = options.LoggerFactory,
            TokenExpiryGrace = options.TokenExpiryGrace,
        };
        copy.DeviceCertificateAuthorities.AddRange(options.DeviceCertificateAuthorities);
        return copy;
    }

    private static void CheckGrace(TimeSpan grace)
    {
        if (grace < TimeSpan.Zero || grace > MaxGrace)
        {
            throw Fault($"{nameof(LocalHubOptions.TokenExpiryGrace)} is {grace}: give zero to {MaxGrace.TotalDays:0} day.");
        }
    }

    private static void CheckAuthorities(X509Certificate2Collection authorities)
    {
        foreach (var authority in authorities)
        {
            if (authority.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => !constraints.CertificateAuthority))
            {
                throw Fault(
                    $"{nameof(LocalHubOptions.DeviceCertificateAuthorities)} holds '{authority.Subject}', which is no certificate authority: "
                    + "give the certificate that signs those of the devices.");
            }
        }
    }

    private static void CheckHostName(string hostName)
    {
        var fault = hostName switch
        {
            null or "" => "is empty",
            _ when hostName.Contains('/') => "must be a bare host name, without a scheme or a path",
            _ => Uri.CheckHostName(hostName) switch
            {
                UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 when hostName[0] != '[' => null,
                _ when hostName.Contains(':') => $"must be a bare host name, without a port: use {nameof(LocalHubOptions.MqttsPort)} and {nameof(LocalHubOptions.HttpsPort)}",
                _ => "is not a host name or an address",
            },
        };
        if (fault is not null)
        {
            throw Fault($"{nameof(LocalHubOptions.HostName)} '{hostName}' {fault}.");
        }
    }

    private static void CheckPort(int port, string name)
    {
        if (port is < 0 or > MaxPort)
        {
            throw Fault($"{name} is {port}: give a port from 1 to {MaxPort}, or 0 for a free one.");
        }
    }

    private static void CheckRange(long value, long smallest, long largest, string name)
    {
        if (value < smallest || value > largest)
        {
            throw Fault($"{name} is {value}: give {smallest} to {largest}.");
        }
    }

    private static ArgumentException Fault(string message) => new(message);
}
