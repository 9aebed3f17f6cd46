using System.Text.RegularExpressions;
using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Cli.Output;

/// <summary>What went wrong, as one line without a key, and the exit code that goes with it.</summary>
internal sealed partial record Failure(int ExitCode, string Message)
{
    private const string LibrarysWord = $"{nameof(IotHubServiceOptions)}.{nameof(IotHubServiceOptions.CaFile)}";
    private const string ToolsWord = "--ca-file";

    public string Line => Secrets().Replace(LineBreaks().Replace(Message.Trim(), " "), "$1…").Replace(LibrarysWord, ToolsWord, StringComparison.Ordinal);

    public static Failure Of(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => new(ExitCodes.Cancelled, "Cancelled."),
        HubException { IsOutcomeUnknown: true } or TimeoutException => new(ExitCodes.OutcomeUnknown, exception.Message),
        ArgumentException argument => new(ExitCodes.Usage, WithoutParameter(argument)),
        HubException or OperationException or IOException or UnauthorizedAccessException => new(ExitCodes.Failed, exception.Message),
        _ => new(ExitCodes.Failed, $"A fault in dmp itself, please report it: {exception.GetType().Name}: {exception.Message}"),
    };

    /// <summary>The framework appends the name of a parameter, which the user never wrote.</summary>
    private static string WithoutParameter(ArgumentException exception) => exception.ParamName is { } name
        ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : exception.Message;

    [GeneratedRegex(@"\s*[\r\n]+\s*")]
    private static partial Regex LineBreaks();

    [GeneratedRegex(@"(SharedAccessKey=|sig=)[^;&\s]+")]
    private static partial Regex Secrets();
}
