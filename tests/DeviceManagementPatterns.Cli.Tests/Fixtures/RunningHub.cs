using DeviceManagementPatterns.LocalHub;

namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary>A local hub on free ports, and the tool pointed at it.</summary>
public sealed class RunningHub : IAsyncLifetime
{
    internal LocalIotHub Hub { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Hub = await LocalIotHub.StartAsync();

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    /// <summary>The tool with the variables that 'dmp hub' tells to set.</summary>
    internal Dmp Dmp() => DmpWith(Hub.ConnectionString, Hub.CaFile);

    internal static Dmp DmpWith(string connectionString, string? caFile = null) => new(new Dictionary<string, string>
    {
        ["DMP_CONNECTION_STRING"] = connectionString,
        ["DMP_CA_FILE"] = caFile ?? "",
    });

    /// <summary>A device that nobody else in the tests uses.</summary>
    internal async Task<string> CreateDeviceAsync()
    {
        var deviceId = $"device-{Guid.NewGuid():N}";
        await Hub.CreateDeviceAsync(deviceId, TestContext.Current.CancellationToken);
        return deviceId;
    }

    /// <summary>A device's client over MQTT, not opened yet.</summary>
    internal IDeviceClient DeviceClient(string deviceId) => Hub.MqttClient(deviceId);

    /// <summary>A back end over REST.</summary>
    internal IServiceClient ServiceClient() => new IotHubServiceClient(Hub.ConnectionString, new IotHubServiceOptions { CaFile = Hub.CaFile });

    /// <summary>A connected device that answers one method.</summary>
    internal async Task<IDeviceClient> ConnectAsync(string deviceId, string methodName, Func<DirectMethodRequest, DirectMethodResponse> answer)
    {
        var device = DeviceClient(deviceId);
        await device.OpenAsync(TestContext.Current.CancellationToken);
        await device.AddMethodHandlerAsync(methodName, (request, _) => Task.FromResult(answer(request)), TestContext.Current.CancellationToken);
        return device;
    }
}
