using System.Collections.Concurrent;
using System.Diagnostics;

namespace CrashStore.Hubs;

/// <summary><c>dmp hub --data</c> as another process: <c>dmp</c> itself, or <c>dmp.dll</c>.</summary>
internal sealed class HubProcess(string tool, string folder) : ITestedHub
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private readonly string _readyFile = Path.Combine(folder, "ready.json");
    private Process? _process;

    public async Task<HubAccess> StartAsync()
    {
        File.Delete(_readyFile);
        var said = new ConcurrentQueue<string?>();
        _process = Process.Start(StartInfo())!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (!File.Exists(_readyFile))
        {
            if (_process.HasExited || clock.Elapsed > StartTimeout)
            {
                await KillAsync();
                throw new IOException($"The hub did not start. It said: {string.Join('\n', said)}");
            }

            await Task.Delay(20);
        }

        return await HubAccess.ReadAsync(_readyFile);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private ProcessStartInfo StartInfo()
    {
        string[] arguments =
        [
            "hub", "--mqtts-port", "0", "--https-port", "0", "--cert-dir", Path.Combine(folder, "certificates"),
            "--data", Path.Combine(folder, "data"), "--ready-file", _readyFile,
        ];
        var start = tool.EndsWith(".dll", StringComparison.Ordinal)
            ? new ProcessStartInfo("dotnet", [tool, .. arguments])
            : new ProcessStartInfo(tool, arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        return start;
    }
}
