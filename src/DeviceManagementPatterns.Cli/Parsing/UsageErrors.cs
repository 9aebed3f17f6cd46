using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>What is wrong with a command line: its first fault in a sentence, and where to read more.</summary>
internal static class UsageErrors
{
    public static string? Find(ParseResult parsed)
    {
        var asksForSomethingElse = parsed.Action is not ParseErrorAction && parsed.Action != parsed.CommandResult.Command.Action;
        if (asksForSomethingElse)
        {
            return null;
        }

        var fault = (MistypedOption(parsed) ?? First(parsed.UnmatchedTokens)) is { } token
            ? Unknown(parsed.CommandResult.Command, token)
            : MissingCommand(parsed) ?? First(parsed.Errors)?.Message;
        return fault is null ? null : $"{fault} See '{PathOf(parsed.CommandResult.Command)} --help'.";
    }

    private static T? First<T>(IReadOnlyList<T> list)
        where T : class => list.Count > 0 ? list[0] : null;

    /// <summary>The parser takes a word that begins with '-' as an argument where one is expected; that is hardly ever meant.</summary>
    private static string? MistypedOption(ParseResult parsed)
    {
        var beforeDoubleDash = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToList();
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .FirstOrDefault(token => token.Value.StartsWith('-') && beforeDoubleDash.Any(other => ReferenceEquals(other, token)))
            ?.Value;
    }

    private static string Unknown(Command command, string token)
    {
        var isOption = token.StartsWith('-');
        var hint = Similarity.Nearest(token, isOption ? OptionNames(command) : CommandNames(command)) is { } nearest
            ? $" Did you mean '{nearest}'?"
            : isOption && command.Arguments.Count > 0 ? " A device id that begins with '-' goes behind '--'." : "";
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        return $"'{PathOf(command)}' knows no {kind} '{token}'.{hint}";
    }

    private static string? MissingCommand(ParseResult parsed) =>
        parsed.Errors.Count > 0 && parsed.CommandResult.Command is { Subcommands.Count: > 0 } command
            ? $"'{PathOf(command)}' needs a command: {string.Join(", ", CommandNames(command))}."
            : null;

    private static IEnumerable<string> CommandNames(Command command) => command.Subcommands.Select(child => child.Name);

    private static IEnumerable<string> OptionNames(Command command) => command.Options
        .Where(option => !option.Hidden)
        .SelectMany(option => option.Aliases.Prepend(option.Name))
        .Append("--help");

    private static string PathOf(Command command) => command is RootCommand
        ? DmpRootCommand.ToolName
        : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";
}
