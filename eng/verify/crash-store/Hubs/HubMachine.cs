using System.Diagnostics;
using System.Globalization;

namespace CrashStore.Hubs;

/// <summary>
/// <c>dmp hub --data</c> in a machine of its own (eng/machine), whose power is cut. The folder holds its image, its disk and the ready
/// file of the hub that has filled the disk.
/// </summary>
internal sealed class HubMachine(string scripts, string folder) : ITestedHub
{
    private const string BootTimeoutSeconds = "300";

    private readonly int _httpsPort = 20000 + Random.Shared.Next(10000) * 2;
    private string? _pid;
    private int _boots;

    private string Log => Path.Combine(folder, "serial.log");

    public async Task<HubAccess> StartAsync()
    {
        _pid = await RunAsync(
            "start.sh", Path.Combine(folder, "machine.cpio"), Path.Combine(folder, "disk.img"), Log, $"{_httpsPort}:8443", $"{_httpsPort + 1}:8883");
        _boots++;
        await RunAsync("wait.sh", _pid, Log, "is listening.", BootTimeoutSeconds, _boots.ToString(CultureInfo.InvariantCulture));
        var seed = await HubAccess.ReadAsync(Path.Combine(folder, "ready.json"));
        return seed with { HttpsPort = _httpsPort, MqttsPort = _httpsPort + 1 };
    }

    /// <summary>The power goes.</summary>
    public async Task KillAsync()
    {
        if (_pid is { } pid)
        {
            await RunAsync("kill.sh", pid);
            _pid = null;
        }
    }

    private async Task<string> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(scripts, script)) { RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        // One line only: the machine, which outlives the script, holds its output open.
        var line = await process.StandardOutput.ReadLineAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? line ?? "" : throw new IOException($"{script} has failed.");
    }
}
