using System.Diagnostics;
using System.Globalization;

namespace DeviceManagementPatterns.Cli.Tests;

/// <summary>The tool as a process of its own, ended as a shell and a service manager end it.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dmp-signal-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_hub_ends_cleanly(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        var readyFile = Path.Combine(_folder, "hub.json");
        using var hub = Start("hub", "--mqtts-port", "0", "--https-port", "0", "--cert-dir", _folder, "--ready-file", readyFile);
        while (await hub.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.StartsWith("Ctrl-C", StringComparison.Ordinal))
        {
        }

        File.Exists(readyFile).ShouldBeTrue();
        await SendAsync(signal, hub);

        await hub.WaitForExitAsync(TestContext.Current.CancellationToken);
        hub.ExitCode.ShouldBe(0);
        File.Exists(readyFile).ShouldBeFalse();
    }

    private static Process Start(params string[] arguments)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "dmp.dll");
        var start = new ProcessStartInfo("dotnet", [tool, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task SendAsync(string signal, Process process)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
