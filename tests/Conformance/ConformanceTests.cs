using System.Text.Json;

namespace DeviceManagementPatterns.Conformance;

/// <summary>What the conformance classes share: devices of their own for each test, and the shortest way to say what is done.</summary>
public abstract class ConformanceTests(HubLink link)
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected IServiceClient Service => link.Service;

    protected IDeviceRegistry Registry => link.Registry;

    protected static string NewId() => $"d-{Guid.NewGuid():N}";

    protected static JsonElement Parse(string json) => JsonElement.Parse(json);

    protected static DirectMethodCall Call(string name, string payload = "null", int connectSeconds = 0) => new(name)
    {
        Payload = Parse(payload),
        ResponseTimeout = TimeSpan.FromSeconds(30),
        ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
    };

    protected static Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> Answer(int status, string payload = "null") =>
        (_, _) => Task.FromResult(DirectMethodResponse.FromJson(status, payload));

    /// <summary>Completes when the device's link has reached the state.</summary>
    protected static Task<ConnectionStatus> NextStatusAsync(IDeviceClient device, ConnectionState state)
    {
        var reached = new TaskCompletionSource<ConnectionStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        device.ConnectionStatusChanged += (_, status) =>
        {
            if (status.State == state)
            {
                reached.TrySetResult(status);
            }
        };
        return reached.Task.WaitAsync(Patience, Stop);
    }

    protected static async Task<HubException> RefusalAsync(Func<Task> act) => await act.ShouldThrowAsync<HubException>();

    /// <summary>Arguments that the hub would refuse may be refused before they are sent: either is one clear error.</summary>
    protected static async Task<Exception> ArgumentRefusalAsync(Func<Task> act)
    {
        var refusal = await act.ShouldThrowAsync<Exception>();
        (refusal is ArgumentException or HubException { Code: HubErrorCode.ArgumentInvalid, IsOutcomeUnknown: false }).ShouldBeTrue($"{refusal}");
        return refusal;
    }

    protected async Task<string> RegisterAsync()
    {
        var id = NewId();
        await Registry.CreateDeviceAsync(new DeviceIdentity(id), Stop);
        return id;
    }

    /// <summary>A new device's end, not opened yet.</summary>
    protected async Task<IDeviceClient> CreateDeviceAsync() => await link.CreateDeviceClientAsync(await RegisterAsync(), Stop);

    protected Task<IDeviceClient> CreateDeviceClientAsync(string deviceId) => link.CreateDeviceClientAsync(deviceId, Stop);

    protected async Task<IDeviceClient> ConnectAsync()
    {
        var device = await CreateDeviceAsync();
        await device.OpenAsync(Stop);
        return device;
    }

    protected Task<DirectMethodResult> InvokeAsync(IDeviceClient device, string name, string payload = "null") =>
        Service.InvokeMethodAsync(device.DeviceId, Call(name, payload), Stop);

    protected Task<Twin> PatchDesiredAsync(string deviceId, string patch) =>
        Service.UpdateTwinAsync(deviceId, new TwinUpdate { Desired = Parse(patch) }, cancellationToken: Stop);
}
