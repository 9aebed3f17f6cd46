using System.Globalization;

namespace Tutorial.Device;

/// <summary>What the device is started with.</summary>
public sealed record DeviceArguments(string ConnectionString, TimeSpan RebootTime)
{
    public const string Variable = "DMP_DEVICE_CONNECTION_STRING";

    public const string Usage = $"""
        Usage: Tutorial.Device [connection string] [--device-id ID] [--reboot-seconds N]

        connection string   the device's, or that of a policy which lets devices connect, with --device-id;
                            left out, it is read from {Variable}
        --device-id ID      the device, where the connection string names none
        --reboot-seconds N  how long a simulated reboot takes (default 5)

        For a hub whose certificate was made on this machine, DMP_CA_FILE names the file of the authority to trust.
        """;

    public static DeviceArguments? Parse(string[] args, Func<string, string?> environment)
    {
        string? connectionString = null, deviceId = null;
        var seconds = 5.0;
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--device-id" when value is not null:
                    deviceId = value;
                    i++;
                    break;
                case "--reboot-seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out seconds) && seconds is >= 0 and <= 3600:
                    i++;
                    break;
                case var text when text.StartsWith('-') || connectionString is not null:
                    return null;
                case var text:
                    connectionString = text;
                    break;
            }
        }

        connectionString ??= environment(Variable);
        if (deviceId is not null && connectionString?.Contains("DeviceId=", StringComparison.OrdinalIgnoreCase) == false)
        {
            connectionString += $";DeviceId={deviceId}";
        }

        return string.IsNullOrWhiteSpace(connectionString) ? null : new DeviceArguments(connectionString, TimeSpan.FromSeconds(seconds));
    }
}
