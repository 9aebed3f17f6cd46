namespace DeviceManagementPatterns.Cli;

/// <summary>What the tool takes from its process; a test hands in its own.</summary>
internal sealed record CliEnvironment
{
    /// <summary>For what a script reads.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>For messages and progress.</summary>
    public required TextWriter Error { get; init; }

    public required Func<string, string?> Variable { get; init; }

    /// <summary>The user's own folder for programs' data: XDG_DATA_HOME, Application Support or LocalAppData. Empty where there is none.</summary>
    public required string DataDirectory { get; init; }

    public bool IsOutputTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static CliEnvironment OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Variable = Environment.GetEnvironmentVariable,
        DataDirectory = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
    };
}
