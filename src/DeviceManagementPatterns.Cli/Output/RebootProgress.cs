using System.Text.Json;
using DeviceManagementPatterns.Operations;
using DeviceManagementPatterns.Reboot;
using Spectre.Console;

namespace DeviceManagementPatterns.Cli.Output;

/// <summary>Shows where a reboot is until it ends: a moving line on a terminal, a line for each phase elsewhere.</summary>
internal static class RebootProgress
{
    /// <exception cref="OperationException">It ended otherwise than completed.</exception>
    /// <exception cref="TimeoutException">It had not ended in time.</exception>
    public static async Task<RebootStatus> FollowAsync(
        RebootOperation reboot, TimeSpan timeout, CliEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            return environment.IsErrorTerminal
                ? await Consoles.ForError(environment).Status().StartAsync(
                    $"Device '{reboot.DeviceId}' has answered.".EscapeMarkup(),
                    line => WatchAsync(reboot, timeout, environment, text => line.Status(text.EscapeMarkup()), cancellationToken)).ConfigureAwait(false)
                : await WatchAsync(reboot, timeout, environment, environment.Error.WriteLine, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            environment.Error.WriteLine($"Operation '{reboot.Id}' goes on; its progress stands in the twin: dmp twin show {reboot.DeviceId}");
            throw;
        }
    }

    private static async Task<RebootStatus> WatchAsync(
        RebootOperation reboot, TimeSpan timeout, CliEnvironment environment, Action<string> show, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, environment.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        RebootStatus? last = null;
        try
        {
            await foreach (var status in reboot.WatchAsync(either.Token).ConfigureAwait(false))
            {
                if (status.Phase != last?.Phase)
                {
                    show($"Device '{reboot.DeviceId}': {Word(status.Phase)}{BlockedBy(status)}.");
                }

                last = status;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Device '{reboot.DeviceId}' was not back within {timeout}; "
                + (last is null ? "it has reported nothing about operation " : $"it last reported '{Word(last.Phase)}' of operation ")
                + $"'{reboot.Id}', which goes on. Look later with 'dmp twin show {reboot.DeviceId}', or allow more with --timeout.");
        }

        return last is { Phase: RebootPhase.Completed } ? last : throw Ended(reboot, last!);
    }

    private static OperationException Ended(RebootOperation reboot, RebootStatus status)
    {
        var why = status.Error is { } error ? $": {error.Message} ({error.Code})" : ".";
        return new OperationException(
            reboot.Id, Word(status.Phase), status.Error, $"The reboot of device '{reboot.DeviceId}' ended '{Word(status.Phase)}'{why}");
    }

    private static string Word(RebootPhase phase) => JsonNamingPolicy.CamelCase.ConvertName(phase.ToString());

    private static string BlockedBy(RebootStatus status) => status.BlockedBy is { } name ? $", blocked by {name}" : "";
}
