using System.Text.Json;
using DeviceManagementPatterns.LocalHub.InProcess;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.InProcess;

/// <summary>A hub with one registered device, and a client for each port.</summary>
internal sealed class InProcessFixture : IQueryExecutor
{
    public TestHub Hub { get; } = new();

    public InProcessDeviceClient Device { get; private set; } = null!;

    public InProcessServiceClient Service { get; private set; } = null!;

    public InProcessDeviceRegistry Registry { get; private set; } = null!;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<InProcessFixture> StartAsync()
    {
        var fixture = new InProcessFixture();
        fixture.Registry = new InProcessDeviceRegistry(fixture.Hub.Runtime);
        fixture.Service = new InProcessServiceClient(fixture.Hub.Runtime, fixture);
        fixture.Device = new InProcessDeviceClient(fixture.Hub.Runtime, "d1");
        await fixture.Hub.CreateAsync("d1");
        return fixture;
    }

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();

    public QueryPage Execute(string query, int? pageSize, string? continuation) => new([Json($"\"{query} {pageSize}\"")], continuation);

    public Task<DirectMethodResult> InvokeAsync(string name, string payload = "null", int connectSeconds = 0) => Service.InvokeMethodAsync(
        "d1",
        new DirectMethodCall(name)
        {
            Payload = Json(payload),
            ResponseTimeout = TimeSpan.FromSeconds(30),
            ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
        },
        Stop);

    public Task<Twin> PatchDesiredAsync(string json) => Service.UpdateTwinAsync("d1", new TwinUpdate { Desired = Json(json) }, cancellationToken: Stop);
}
