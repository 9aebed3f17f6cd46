using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub;

/// <summary>A hub whose clock stands still and whose keys count up.</summary>
internal sealed class TestHub
{
    private byte _lastByte;

    public TestHub() => Runtime = new HubRuntime(new HubSettings { RandomBytes = NextBytes }, Time, NullLoggerFactory.Instance);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    public HubRuntime Runtime { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task<HubIdentity> CreateAsync(string deviceId, string? moduleId = null, IdentityDraft? draft = null) =>
        await Runtime.CreateIdentityAsync(new HubIdentityId(deviceId, moduleId), draft ?? new IdentityDraft(), Stop);

    public async Task<HubTwinRow> PatchTwinAsync(string deviceId, string json, ETag ifMatch = default) =>
        await Runtime.PatchTwinAsync(new HubIdentityId(deviceId), Encoding.UTF8.GetBytes(json), ifMatch, Stop);

    public async Task<HubTwinRow> ReplaceTwinAsync(string deviceId, string json, ETag ifMatch = default) =>
        await Runtime.ReplaceTwinAsync(new HubIdentityId(deviceId), Encoding.UTF8.GetBytes(json), ifMatch, Stop);

    private byte[] NextBytes(int count)
    {
        var bytes = new byte[count];
        bytes.AsSpan().Fill(++_lastByte);
        return bytes;
    }
}
