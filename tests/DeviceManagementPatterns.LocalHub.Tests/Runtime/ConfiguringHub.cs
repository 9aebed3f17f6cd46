using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Runtime.Configurations;
using DeviceManagementPatterns.LocalHub.Storage;
using DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Runtime;

/// <summary>A hub with configurations, whose clock a test moves.</summary>
internal sealed class ConfiguringHub : IAsyncDisposable
{
    private readonly HubSettings _settings = new() { RandomBytes = count => new byte[count], MaxConfigurations = 10 };

    public ConfiguringHub(FakeTimeProvider? time = null, HubStore? store = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));
        Runtime = new HubRuntime(_settings, Time, Log, store);
        Configurations = new AutomaticConfigurations(Runtime, _settings, QueryDialect.Full);
    }

    public FakeTimeProvider Time { get; }

    public LogRecorder Log { get; } = new();

    public HubRuntime Runtime { get; }

    public AutomaticConfigurations Configurations { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task CreateAsync(string id, string tags = "{}", bool isEdge = false)
    {
        await Runtime.CreateIdentityAsync(IdOf(id), new IdentityDraft { IsEdge = isEdge }, Stop);
        await PatchAsync(id, $$"""{"tags":{{tags}}}""");
    }

    public async Task PatchAsync(string id, string patch) => await Runtime.PatchTwinAsync(IdOf(id), Encoding.UTF8.GetBytes(patch), ETag.Any, Stop);

    public async Task<ConfigurationSnapshot> PutAsync(string id, string condition, string content, int priority = 1, ETag? ifMatch = null) =>
        await Configurations.PutAsync(
            id,
            Encoding.UTF8.GetBytes($$"""{"targetCondition":"{{condition}}","priority":{{priority}},"content":{{content}}}"""),
            ifMatch,
            Stop);

    /// <summary>Moves the clock, and waits until nothing is looked at any more.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await Configurations.Idle;
    }

    public string Desired(string id) => TwinTexts.Write(Runtime.GetTwin(IdOf(id)).Twin.Desired.Properties);

    public string Statuses(string id) => string.Join(' ', Runtime.GetTwin(IdOf(id)).Twin.Configurations.Statuses.Select(each => $"{each.Id}={each.Status}"));

    public static HubIdentityId IdOf(string id) => id.Split('/') is [var device, var module] ? new(device, module) : new(id);

    public async ValueTask DisposeAsync()
    {
        await Configurations.DisposeAsync();
        Log.Errors.ShouldBeEmpty();
    }
}
