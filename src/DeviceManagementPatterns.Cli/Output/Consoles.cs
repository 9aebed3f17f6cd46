using Spectre.Console;

namespace DeviceManagementPatterns.Cli.Output;

/// <summary>Spectre's consoles over the tool's own writers: colour and width on a terminal only.</summary>
internal static class Consoles
{
    private const int WideEnoughNotToWrap = 1000;

    public static IAnsiConsole ForOutput(CliEnvironment environment) => Create(environment.Output, environment.IsOutputTerminal);

    public static IAnsiConsole ForError(CliEnvironment environment) => Create(environment.Error, environment.IsErrorTerminal);

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = WideEnoughNotToWrap;
        }

        return console;
    }
}
