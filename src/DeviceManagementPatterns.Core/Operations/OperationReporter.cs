using System.Text.Json;
using DeviceManagementPatterns.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Operations;

/// <summary>Writes reported properties until the hub has acknowledged them, and tells the observers.</summary>
internal sealed class OperationReporter(
    IDeviceClient client, IReadOnlyList<IOperationObserver> observers, TimeProvider time, ILogger logger)
{
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30));

    /// <summary>Tries until the hub acknowledges, refuses for good, or <paramref name="giveUpAfter"/> has passed.</summary>
    /// <returns>True where the hub has acknowledged the patch.</returns>
    public async Task<bool> ReportAsync(
        JsonElement patch, OperationReport report, TimeSpan giveUpAfter, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(giveUpAfter, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ReportUntilAcknowledgedAsync(patch, report, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            logger.ReportNotAcknowledged(report.Pattern, report.Status, giveUpAfter);
            return false;
        }
    }

    private async Task<bool> ReportUntilAcknowledgedAsync(JsonElement patch, OperationReport report, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await client.UpdateReportedAsync(patch, cancellationToken).ConfigureAwait(false);
                Tell(report with { Time = time.GetUtcNow() });
                return true;
            }
            catch (HubException exception) when (!exception.IsTransient)
            {
                logger.ReportRefused(report.Pattern, report.Status, exception);
                return false;
            }
            catch (HubException exception)
            {
                logger.ReportFailed(report.Pattern, report.Status, exception.Message);
                await Task.Delay(_backoff.DelayBefore(attempt), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Tell(OperationReport report)
    {
        foreach (var observer in observers)
        {
            try
            {
                observer.OnReported(report);
            }
#pragma warning disable CA1031 // an observer of the program's must not stop the operation that it watches
            catch (Exception exception)
#pragma warning restore CA1031
            {
                logger.ObserverFailed(observer.GetType().Name, exception);
            }
        }
    }
}
