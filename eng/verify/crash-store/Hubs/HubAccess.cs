using System.Text.Json;

namespace CrashStore.Hubs;

/// <summary>Where a hub listens, and with which key a back end is let in.</summary>
internal sealed record HubAccess(string HostName, int HttpsPort, int MqttsPort, string PolicyName, string Key, string CaFile)
{
    /// <summary>Reads the file that <c>dmp hub --ready-file</c> writes.</summary>
    public static async Task<HubAccess> ReadAsync(string readyFile)
    {
        using var ready = JsonDocument.Parse(await File.ReadAllTextAsync(readyFile));
        var root = ready.RootElement;
        var owner = root.GetProperty("connectionStrings").GetProperty("iothubowner").GetString()!
            .Split(';').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        return new HubAccess(
            owner["HostName"].Split(':')[0],
            root.GetProperty("httpsPort").GetInt32(),
            root.GetProperty("mqttsPort").GetInt32(),
            owner["SharedAccessKeyName"],
            owner["SharedAccessKey"],
            root.GetProperty("caFile").GetString()!);
    }
}
