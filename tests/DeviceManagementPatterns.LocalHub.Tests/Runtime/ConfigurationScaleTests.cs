using System.Diagnostics;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Runtime;

public sealed class ConfigurationScaleTests(ITestOutputHelper output)
{
    private const int Devices = 10_000;

    [Fact]
    public async Task Ten_thousand_devices_take_little_time_and_the_hub_is_never_locked_for_all_of_them()
    {
        await using var hub = new ConfiguringHub();
        for (var i = 0; i < Devices; i++)
        {
            await hub.Runtime.CreateIdentityAsync(new HubIdentityId($"d{i}"), new(), TestHub.Stop);
        }

        for (var i = 0; i < 9; i++)
        {
            await hub.PutAsync($"other{i}", $"tags.site = '{i}'", $$$"""{"deviceContent":{"properties.desired.p{{{i}}}":1}}""");
        }

        var link = new WatchingLink(() => hub.Desired($"d{Devices - 1}"));
        hub.Runtime.OpenSession(new HubIdentityId("d0"), link, cleanSession: true, modelId: null).SubscribeDesired(true);

        var clock = Stopwatch.StartNew();
        var created = await hub.PutAsync("all", "*", """{"deviceContent":{"properties.desired.fan":{"on":true,"speed":5}}}""");
        var applied = clock.Elapsed;
        clock.Restart();
        await hub.PassAsync(TimeSpan.FromMinutes(5));
        var looked = clock.Elapsed;

        output.WriteLine($"applied to {Devices} devices in {applied.TotalMilliseconds:F0} ms, looked at again in {looked.TotalMilliseconds:F0} ms");
        created.SystemMetrics.Select(metric => metric.Result).ShouldBe([Devices, Devices]);
        link.Seen.ShouldBe(["{}"], "the first device is told while the last is not written yet, and its twin can be read");
        applied.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        looked.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    /// <summary>Looks at something when the hub sends a change.</summary>
    private sealed class WatchingLink(Func<string> look) : IDeviceLink
    {
        public List<string> Seen { get; } = [];

        public void Accept(bool sessionPresent)
        {
        }

        public void DeliverMethod(string requestId, string methodName, ReadOnlyMemory<byte> payload)
        {
        }

        public void DeliverDesired(long version, ReadOnlyMemory<byte> patch) => Seen.Add(look());

        public void DeliverMessage(CloudMessage message, ushort deliveryId, bool isRepeated)
        {
        }

        public void Close(string reason)
        {
        }
    }
}
