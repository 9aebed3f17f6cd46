namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary>The tool, run in this process with variables and streams of its own.</summary>
internal sealed class Dmp(IReadOnlyDictionary<string, string>? variables = null)
{
    public WatchedWriter Output { get; } = new();

    public WatchedWriter Error { get; } = new();

    public string DataDirectory { get; init; } = "";

    public CliEnvironment Environment => new()
    {
        Output = Output,
        Error = Error,
        DataDirectory = DataDirectory,
        Variable = name => variables?.GetValueOrDefault(name),
    };

    public async Task<Ended> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var exitCode = await DmpCommand.InvokeAsync(arguments, Environment, cancellationToken);
        return new Ended(exitCode, Output.ToString(), Error.ToString());
    }

    public Task<Ended> RunAsync(params string[] arguments) => RunAsync(TestContext.Current.CancellationToken, arguments);
}
