using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.HubQueries;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Runtime.Configurations;

/// <summary>
/// One look at twins: finds outside of the hub's lock what has to change, and writes it in small groups. A twin that has changed
/// meanwhile is passed over; its change makes it be looked at again.
/// </summary>
internal sealed class ConfigurationPass(HubCore core, ClaimTable claims, ChangedEntries changed, ILogger logger)
{
    private const int GroupSize = 128;

    private readonly List<(HubTwinRow Seen, ConfiguredTwin Next)> _group = new(GroupSize);

    /// <summary>How many twins were written.</summary>
    public int WriteCount { get; private set; }

    public async ValueTask RunAsync(IEnumerable<HubTwinRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TwinConfiguring.Plan(row.Twin, claims.ClaimsOn(in row, DeviceOf(in row)), core.Now, core.State.Shapes) is not { } next)
            {
                continue;
            }

            if (next.Refusal is { } refusal)
            {
                logger.ConfigurationRefused(row.Identity.Id.ToString(), refusal.Message);
            }

            _group.Add((row, next));
            if (_group.Count == GroupSize)
            {
                await WriteAsync().ConfigureAwait(false);
            }
        }

        await WriteAsync().ConfigureAwait(false);
    }

    private HubTwinRow? DeviceOf(in HubTwinRow row)
    {
        if (!row.Identity.Id.IsModule || !claims.ReachesModulesOfDevices)
        {
            return null;
        }

        lock (core.Gate)
        {
            return core.State.Entries.Find(row.Identity.Id.Device)?.Row;
        }
    }

    private async ValueTask WriteAsync()
    {
        if (_group.Count == 0)
        {
            return;
        }

        StorageTicket ticket;
        lock (core.Gate)
        {
            core.CheckWritable();
            changed.IsPaused = true;
            ticket = core.Record([.. _group.SelectMany(each => core.State.Twins.Configure(each.Seen, each.Next))]);
            changed.IsPaused = false;
        }

        WriteCount += _group.Count;
        _group.Clear();
        await core.AcknowledgeAsync(ticket, true).ConfigureAwait(false);
    }
}
