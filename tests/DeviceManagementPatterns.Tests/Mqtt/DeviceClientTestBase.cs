using System.Text.Json;
using DeviceManagementPatterns.Tests.Fixtures;

namespace DeviceManagementPatterns.Tests.Mqtt;

/// <summary>A scripted hub, and clients that trust it.</summary>
public abstract class DeviceClientTestBase : IAsyncLifetime
{
    internal const string Key = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM=";

    private readonly List<IotHubDeviceClient> _clients = [];

    private protected TestAuthority Authority { get; } = new();

    private protected ScriptedMqttHub Hub { get; private set; } = null!;

    private protected LogList Log { get; } = new();

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Hub = new ScriptedMqttHub(Authority.Issue("localhost"));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await Hub.DisposeAsync();
        Authority.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    /// <summary>A client that comes back within a millisecond of real time, or by the given clock.</summary>
    private protected IotHubDeviceClient Client(TimeProvider? time = null, Action<IotHubDeviceOptions>? configure = null)
    {
        var options = new IotHubDeviceOptions
        {
            CaFile = Authority.CaFile,
            ReconnectBaseDelay = TimeSpan.FromMilliseconds(1),
            ReconnectMaxDelay = TimeSpan.FromMilliseconds(1),
        };
        configure?.Invoke(options);
        var client = new IotHubDeviceClient($"HostName=localhost:{Hub.Port};DeviceId=d1;SharedAccessKey={Key}", options, Log, time);
        _clients.Add(client);
        return client;
    }

    private protected async Task<(IotHubDeviceClient Client, HubConnection Connection)> OpenAsync(
        TimeProvider? time = null, Action<IotHubDeviceOptions>? configure = null)
    {
        var client = Client(time, configure);
        await client.OpenAsync(Stop);
        return (client, await Hub.NextConnectionAsync(Stop));
    }
}
