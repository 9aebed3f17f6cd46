using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DeviceManagementPatterns.Cli.Output;

/// <summary>The library's help, followed by examples and, where the command has an end of its own, the exit codes.</summary>
internal sealed class TeachingHelp : SynchronousCommandLineAction
{
    private const int Width = 110;

    private readonly HelpAction _symbols = new() { MaxWidth = Width };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _symbols.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is ITeaches { Examples: { Count: > 0 } examples })
        {
            WriteExamples(output, examples);
        }

        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCodes.All)
        {
            output.WriteLine($"  {code,-3}  {meaning}");
        }

        return ExitCodes.Ok;
    }

    private static void WriteExamples(TextWriter output, IReadOnlyList<Example> examples)
    {
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  {example.Meaning}");
            output.WriteLine($"    {example.CommandLine}");
        }

        output.WriteLine();
    }
}
