using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.LocalHub;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Cli.Output;

/// <summary>What a newcomer needs once a local hub listens: where it is, what to connect with, whom to trust, and what to type next.</summary>
internal static class HubWelcome
{
    private const string LoopbackThatAllSdksTake = "127.0.0.1";

    public static void Write(TextWriter output, LocalIotHub hub, LocalHubOptions options)
    {
        output.WriteLine($"LocalHub '{hub.HostName}' is listening.");
        output.WriteLine($"  Devices     MQTT over TLS on port {hub.MqttsPort}; MQTT over WebSockets on port {hub.HttpsPort}");
        output.WriteLine($"  Back ends   HTTPS on port {hub.HttpsPort}");
        output.WriteLine(options.DataDirectory is null
            ? "  State       in memory: devices, twins and keys are gone when the hub stops"
            : $"  State       kept in {Path.GetFullPath(options.DataDirectory)}");
        output.WriteLine(options.Tier is { } tier
            ? $"  Limits      those of tier {tier}, {options.Units} {(options.Units == 1 ? "unit" : "units")}: more than its rates waits, and then is refused with 429"
            : "  Limits      none; dmp hub --tier s1 has those of a small hub");
        output.WriteLine($"  CA file     {hub.CaFile}");
        output.WriteLine();
        WriteOurs(output, hub);
        WriteOfficial(output, hub);
        WriteNext(output, hub);
    }

    private static void WriteOurs(TextWriter output, LocalIotHub hub)
    {
        output.WriteLine("Connection strings for dmp and DeviceManagementPatterns");
        foreach (var policy in HubPolicyNames.All)
        {
            output.WriteLine($"  {policy,-17} {hub.GetConnectionString(policy)}");
        }

        output.WriteLine();
    }

    private static void WriteOfficial(TextWriter output, LocalIotHub hub)
    {
        var host = hub.HostName.Contains('.') ? hub.HostName : LoopbackThatAllSdksTake;
        var owner = ServiceConnectionString.Parse(hub.ConnectionString) with { HostName = host };
        output.WriteLine($"Connection strings for Microsoft's SDKs, which take no port: they dial {DeviceConnectionString.DefaultPort} and {ServiceConnectionString.DefaultPort}");
        output.WriteLine($"  {HubPolicyNames.Owner,-17} {owner.Format()}");
        output.WriteLine($"  {"a device",-17} HostName={host};DeviceId=<id>;SharedAccessKey=<its key>");
        output.WriteLine("  Their trust       NODE_EXTRA_CA_CERTS (Node), SSL_CERT_FILE (C# on Linux) or REQUESTS_CA_BUNDLE (Python) = the CA file");
        if ((hub.MqttsPort, hub.HttpsPort) != (DeviceConnectionString.DefaultPort, ServiceConnectionString.DefaultPort))
        {
            output.WriteLine($"  This hub listens on other ports. For them: dmp hub --mqtts-port {DeviceConnectionString.DefaultPort} --https-port {ServiceConnectionString.DefaultPort}");
        }

        output.WriteLine();
    }

    private static void WriteNext(TextWriter output, LocalIotHub hub)
    {
        output.WriteLine("Next, in another terminal");
        output.WriteLine($"  {Assign(HubAccess.ConnectionStringVariable, hub.ConnectionString)}");
        output.WriteLine($"  {Assign(HubAccess.CaFileVariable, hub.CaFile)}");
        output.WriteLine("  dmp device create myDeviceId");
        output.WriteLine();
        output.WriteLine("Ctrl-C stops the hub.");
    }

    /// <summary>In the words of the shell that is usual here.</summary>
    private static string Assign(string variable, string value) => OperatingSystem.IsWindows()
        ? $"$env:{variable} = '{value.Replace("'", "''", StringComparison.Ordinal)}'"
        : $"export {variable}='{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
