using System.Globalization;

namespace Tutorial.BackEnd;

/// <summary>What the back end is started with.</summary>
public sealed record BackEndArguments(string ConnectionString, string DeviceId, TimeSpan Timeout)
{
    public const string Variable = "DMP_CONNECTION_STRING";

    public const string Usage = $"""
        Usage: Tutorial.BackEnd [connection string] [--device-id ID] [--timeout-seconds N]

        connection string    of a policy with ServiceConnect, such as service or iothubowner;
                             left out, it is read from {Variable}
        --device-id ID       the device to reboot (default myDeviceId)
        --timeout-seconds N  how long to wait for the device to come back (default 300)

        For a hub whose certificate was made on this machine, DMP_CA_FILE names the file of the authority to trust.
        """;

    public static BackEndArguments? Parse(string[] args, Func<string, string?> environment)
    {
        string? connectionString = null;
        var deviceId = "myDeviceId";
        var seconds = 300.0;
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--device-id" when value is not null:
                    deviceId = value;
                    i++;
                    break;
                case "--timeout-seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out seconds) && seconds is > 0 and <= 86400:
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
        return string.IsNullOrWhiteSpace(connectionString)
            ? null
            : new BackEndArguments(connectionString, deviceId, TimeSpan.FromSeconds(seconds));
    }
}
