using System.CommandLine;
using System.CommandLine.Help;
using DeviceManagementPatterns.Cli.Output;
using DeviceManagementPatterns.Cli.Parsing;

namespace DeviceManagementPatterns.Cli;

/// <summary>The whole tool as one call, from its arguments to its exit code.</summary>
internal static class DmpCommand
{
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments, CliEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            var parsed = Build(environment).Parse(arguments.Count == 0 ? ["--help"] : arguments, WithoutResponseFiles());
            return UsageErrors.Find(parsed) is { } fault
                ? Report(environment, new Failure(ExitCodes.Usage, fault))
                : await parsed.InvokeAsync(Invocation(environment), cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A tool answers each failure with one line, whatever it was.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Report(environment, Failure.Of(exception, cancellationToken));
        }
    }

    private static DmpRootCommand Build(CliEnvironment environment)
    {
        var root = new DmpRootCommand(environment);
        root.Options.OfType<HelpOption>().Single().Action = new TeachingHelp();
        root.Options.OfType<VersionOption>().Single().Action = new VersionText();
        return root;
    }

    /// <summary>A device id may begin with '@', by which the parser would read a file.</summary>
    private static ParserConfiguration WithoutResponseFiles() => new() { ResponseFileTokenReplacer = null };

    private static InvocationConfiguration Invocation(CliEnvironment environment) => new()
    {
        Output = environment.Output,
        Error = environment.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    private static int Report(CliEnvironment environment, Failure failure)
    {
        environment.Error.WriteLine($"dmp: {failure.Line}");
        return failure.ExitCode;
    }
}
