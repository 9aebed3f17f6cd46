using System.Net.Sockets;

namespace Probe;

/// <summary>What a script may ask the probe for: one line in, one line out.</summary>
internal sealed class Commands(LineFile durable, LineFile careless)
{
    private const string Acknowledged = "acknowledged";

    public async Task<string> RunAsync(string line)
    {
        var words = line.Split(' ', 2);
        var argument = words.Length > 1 ? words[1] : "";
        switch (words[0])
        {
            case "durable":
                durable.Append(argument, fsync: true);
                return Acknowledged;
            case "careless":
                careless.Append(argument, fsync: false);
                return Acknowledged;
            case "read":
                return (argument == "durable" ? durable : careless).ReadAll();
            case "boot":
                return (await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id")).Trim();
            case "memory":
                return await UsedMemoryAsync();
            case "tls":
                return await TlsRoundTrip.RunAsync();
            case "call":
                return await CallAsync(argument.Split(':'));
            case "reboot":
                return OperatingSystemReboot.Now();
            default:
                return $"unknown command '{words[0]}'";
        }
    }

    private static async Task<string> UsedMemoryAsync()
    {
        var fields = (await File.ReadAllLinesAsync("/proc/meminfo")).Select(line => line.Split(':', 2)).ToDictionary(
            pair => pair[0], pair => long.Parse(pair[1].Replace("kB", "", StringComparison.Ordinal), provider: null));
        return $"{(fields["MemTotal"] - fields["MemAvailable"]) / 1024} of {fields["MemTotal"] / 1024} MB used";
    }

    /// <summary>Asks another probe for its boot id.</summary>
    private static async Task<string> CallAsync(string[] address)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address[0], int.Parse(address[1], provider: null));
        await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
        using var reader = new StreamReader(client.GetStream());
        await writer.WriteLineAsync("boot");
        return await reader.ReadLineAsync() ?? "nothing";
    }
}
