namespace DeviceManagementPatterns.LocalHub.Hosting;

/// <summary>Options as they stood at the start: checked, and out of reach of later changes.</summary>
internal static class CheckedOptions
{
    private const int MaxPort = 65535;

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
        return new LocalHubOptions
        {
            HostName = options.HostName,
            ListenAddress = options.ListenAddress,
            MqttsPort = options.MqttsPort,
            HttpsPort = options.HttpsPort,
            CertificateDirectory = options.CertificateDirectory,
            DataDirectory = options.DataDirectory,
            Tier = options.Tier,
            Units = options.Units,
            Throttling = CheckedLimits.Copy(options.Throttling),
            TimeProvider = options.TimeProvider,
            LoggerFactory = options.LoggerFactory,
        };
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

    private static ArgumentException Fault(string message) => new(message);
}
