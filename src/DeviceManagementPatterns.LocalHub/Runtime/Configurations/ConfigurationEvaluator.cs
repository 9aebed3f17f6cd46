using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.HubQueries;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Runtime.Configurations;

/// <summary>
/// Looks at twins, one pass after the other: all of them when a configuration has changed, at the start and at intervals; those that
/// have changed soon after their change.
/// </summary>
internal sealed class ConfigurationEvaluator : IAsyncDisposable
{
    private readonly HubCore _core;
    private readonly Func<IEnumerable<ConfigurationQueries>> _configurations;
    private readonly ILogger _logger;
    private readonly ChangedEntries _changed;
    private readonly ITimer _soon;
    private readonly ITimer _interval;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _queueing = new();
    private Task _last = Task.CompletedTask;
    private int _isDisposed;

    /// <param name="core">The hub.</param>
    /// <param name="settings">When it looks.</param>
    /// <param name="configurations">All configurations as they are when a pass begins.</param>
    /// <param name="logger">Hears of what cannot be applied.</param>
    public ConfigurationEvaluator(
        HubCore core, HubSettings settings, Func<IEnumerable<ConfigurationQueries>> configurations, ILogger logger)
    {
        (_core, _configurations, _logger) = (core, configurations, logger);
        var delay = settings.ConfigurationDelay;
        _soon = core.Time.CreateTimer(_ => Begin(LookAtChangedAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _interval = core.Time.CreateTimer(
            _ => Begin(LookAtAllAsync), null, settings.ConfigurationInterval, settings.ConfigurationInterval);
        _changed = new ChangedEntries(core.State.Configurations, () => _soon.Change(delay, Timeout.InfiniteTimeSpan));
        lock (core.Gate)
        {
            core.State.Entries.Watcher = _changed;
        }
    }

    /// <summary>Ends when nothing is being looked at any more.</summary>
    public Task Idle
    {
        get
        {
            lock (_queueing)
            {
                return _last;
            }
        }
    }

    /// <summary>Looks at all twins, behind what is being done already.</summary>
    public Task EvaluateAsync(CancellationToken cancellationToken) => Begin(LookAtAllAsync).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _soon.DisposeAsync().ConfigureAwait(false);
        await _interval.DisposeAsync().ConfigureAwait(false);
        await Idle.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private Task Begin(Func<CancellationToken, Task> look)
    {
        lock (_queueing)
        {
            if (Volatile.Read(ref _isDisposed) == 0)
            {
                var before = _last;
                _last = Task.Run(() => AfterAsync(before, look, _stopping.Token));
            }

            return _last;
        }
    }

    private async Task AfterAsync(Task before, Func<CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(false);
        try
        {
            await look(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The hub is stopping; the next start looks at all twins.
        }
        catch (HubException e)
        {
            _logger.ConfigurationsNotEvaluated(e.Message);
        }
        catch (Exception e)
        {
            _logger.ConfigurationsBroke(e);
        }
    }

    private async Task LookAtAllAsync(CancellationToken cancellationToken)
    {
        HubTwinRows devices;
        HubTwinRows modules;
        lock (_core.Gate)
        {
            _changed.Take();
            (devices, modules) = (_core.State.Entries.DeviceRows(), _core.State.Entries.ModuleRows());
        }

        await LookAtAsync(new ClaimTable(_configurations()), devices.Concat(modules), cancellationToken).ConfigureAwait(false);
    }

    private async Task LookAtChangedAsync(CancellationToken cancellationToken)
    {
        var claims = new ClaimTable(_configurations());
        HubTwinRow[] rows;
        lock (_core.Gate)
        {
            var changed = _changed.Take();
            rows = [.. (claims.ReachesModulesOfDevices ? changed.SelectMany(WithModules).Distinct() : changed).Select(entry => entry.Row)];
        }

        await LookAtAsync(claims, rows, cancellationToken).ConfigureAwait(false);
    }

    private async Task LookAtAsync(ClaimTable claims, IEnumerable<HubTwinRow> rows, CancellationToken cancellationToken)
    {
        var pass = new ConfigurationPass(_core, claims, _changed, _logger);
        await pass.RunAsync(rows, cancellationToken).ConfigureAwait(false);
        if (pass.WriteCount > 0)
        {
            _logger.ConfigurationsApplied(pass.WriteCount);
        }
    }

    private static IEnumerable<HubEntry> WithModules(HubEntry entry) => entry.Modules is { } modules ? [entry, .. modules.Values] : [entry];
}
