using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace CrashStore;

/// <summary><c>dmp hub --data</c> as another process that can be killed at any moment.</summary>
internal sealed class HubProcess : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private readonly Process _process;

    private HubProcess(Process process, string connectionString, string caFile) =>
        (_process, ConnectionString, CaFile) = (process, connectionString, caFile);

    public string ConnectionString { get; }

    public string CaFile { get; }

    public static async Task<HubProcess> StartAsync(string tool, string folder)
    {
        var ready = Path.Combine(folder, "ready.json");
        File.Delete(ready);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                tool, "hub", "--mqtts-port", "0", "--https-port", "0", "--cert-dir", Path.Combine(folder, "certificates"),
                "--data", Path.Combine(folder, "data"), "--ready-file", ready,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var said = new ConcurrentQueue<string?>();
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (!File.Exists(ready))
        {
            if (process.HasExited || clock.Elapsed > StartTimeout)
            {
                Kill(process);
                throw new IOException($"The hub did not start. It said: {string.Join('\n', said)}");
            }

            await Task.Delay(20);
        }

        using var answer = JsonDocument.Parse(await File.ReadAllTextAsync(ready));
        var owner = answer.RootElement.GetProperty("connectionStrings").GetProperty("iothubowner").GetString()!;
        return new HubProcess(process, owner, answer.RootElement.GetProperty("caFile").GetString()!);
    }

    /// <summary>SIGKILL: the hub gets no chance to do anything more.</summary>
    public void Kill() => Kill(_process);

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.WaitForExit();
    }
}
