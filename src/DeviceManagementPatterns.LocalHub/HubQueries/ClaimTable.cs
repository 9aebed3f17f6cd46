using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>All configurations by precedence; tells which of them have a claim on a twin. For one thread.</summary>
internal sealed class ClaimTable
{
    private readonly ClaimNode _none = ClaimNode.NewRoot();
    private readonly Row[] _rows;

    public ClaimTable(IEnumerable<ConfigurationQueries> configurations)
    {
        var rows = configurations.Select(queries => new Row(queries)).ToArray();
        Array.Sort(rows, (left, right) => ConfigurationClaim.Precedence(left.Queries.Configuration, right.Queries.Configuration));
        _rows = rows;
        ReachesModulesOfDevices = rows.Any(row => row.Queries.Configuration.Content.Kind == ConfigurationKind.EdgeModules);
    }

    /// <summary>True where a change of a device may concern its modules.</summary>
    public bool ReachesModulesOfDevices { get; }

    /// <param name="row">A device's or a module's twin.</param>
    /// <param name="device">The twin of a module's device; needed only where <see cref="ReachesModulesOfDevices"/>.</param>
    public ClaimNode ClaimsOn(in HubTwinRow row, in HubTwinRow? device)
    {
        var node = _none;
        foreach (var each in _rows)
        {
            if (each.ClaimOn(in row, in device) is { } claim)
            {
                node = node.With(claim);
            }
        }

        return node;
    }

    private sealed class Row(ConfigurationQueries queries)
    {
        private readonly ConfigurationClaim _onSelected = new(
            queries.Configuration,
            queries.Configuration.Content.Kind == ConfigurationKind.EdgeModules ? [] : queries.Configuration.Content.Parts[0].Settings);

        private readonly Dictionary<string, ConfigurationClaim> _onModules = queries.Configuration.Content.Parts
            .Where(part => part.ModuleId is not null)
            .ToDictionary(part => part.ModuleId!, part => new ConfigurationClaim(queries.Configuration, part.Settings), StringComparer.Ordinal);

        public ConfigurationQueries Queries { get; } = queries;

        public ConfigurationClaim? ClaimOn(in HubTwinRow row, in HubTwinRow? device)
        {
            if (Queries.Targets(in row))
            {
                return _onSelected;
            }

            return row.Identity.Id.ModuleId is { } moduleId
                && _onModules.TryGetValue(moduleId, out var claim)
                && device is { } around
                && Queries.Targets(in around)
                    ? claim
                    : null;
        }
    }
}
