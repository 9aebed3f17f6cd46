using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Messages;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>
/// All that a hub knows: synchronous, without clock, I/O and lock. Callers bring the time, take turns, and send the effects.
/// </summary>
internal sealed class HubState
{
    public HubState(HubSettings settings)
    {
        Entries = new HubEntries();
        Shapes = new TwinShapes();
        Registry = new HubRegistry(Entries, settings);
        Twins = new HubTwins(Entries, Shapes);
        Bulk = new HubBulk(Entries, Registry, Twins, Shapes);
        Sessions = new HubSessions(Entries);
        Methods = new HubMethods(Entries, settings.MaxMethodsPerDevice);
        Configurations = new HubConfigurations(settings.MaxConfigurations);
        Messages = new HubMessages(Entries);
    }

    public HubEntries Entries { get; }

    /// <summary>Safe to use without taking turns, so that bodies are read outside.</summary>
    public TwinShapes Shapes { get; }

    public HubRegistry Registry { get; }

    public HubBulk Bulk { get; }

    public HubTwins Twins { get; }

    public HubSessions Sessions { get; }

    public HubMethods Methods { get; }

    public HubConfigurations Configurations { get; }

    public HubMessages Messages { get; }
}
