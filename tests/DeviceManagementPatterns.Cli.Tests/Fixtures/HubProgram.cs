namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary><c>dmp hub</c> on free ports, running until stopped.</summary>
internal sealed class HubProgram : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task<Ended> _running = null!;

    private HubProgram(string dataDirectory) => Dmp = new Dmp { DataDirectory = dataDirectory };

    public Dmp Dmp { get; }

    public static async Task<HubProgram> StartAsync(string dataDirectory, params string[] options)
    {
        var program = new HubProgram(dataDirectory);
        program._running = program.Dmp.RunAsync(program._stop.Token, ["hub", "--mqtts-port", "0", "--https-port", "0", .. options]);
        var listening = program.Dmp.Output.WaitForAsync("Ctrl-C stops the hub.", TestContext.Current.CancellationToken);
        await Task.WhenAny(listening, program._running);
        listening.IsCompletedSuccessfully.ShouldBeTrue(program.Dmp.Error.ToString());
        return program;
    }

    public async Task<Ended> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}
