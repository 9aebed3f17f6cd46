using System.Buffers;
using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

public sealed class TwinViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 21, 0, 0, TimeSpan.Zero);

    private readonly HubState _state = new(new HubSettings { RandomBytes = length => new byte[length] });

    [Fact]
    public void A_fresh_twin_looks_to_back_ends_as_IoT_Hub_sends_it()
    {
        var identity = _state.Registry.Create(new HubIdentityId("d1"), new IdentityDraft(), Now);

        var text = Write(_state.Entries.Get(identity.Id).Row);

        text.ShouldBe($$$"""
            {"deviceId":"d1","etag":"AAAAAAAAAAE=","deviceEtag":"{{{identity.ETag}}}","status":"enabled","statusUpdateTime":"0001-01-01T00:00:00Z",
            "connectionState":"Disconnected","lastActivityTime":"0001-01-01T00:00:00Z","cloudToDeviceMessageCount":0,"authenticationType":"sas",
            "x509Thumbprint":{"primaryThumbprint":null,"secondaryThumbprint":null},"modelId":"","version":2,
            "tags":{},
            "properties":{"desired":{"$metadata":{"$lastUpdated":"2026-03-01T21:00:00.0000000Z"},"$version":1},
            "reported":{"$metadata":{"$lastUpdated":"2026-03-01T21:00:00.0000000Z"},"$version":1}},
            "capabilities":{"iotEdge":false}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void A_module_twin_names_its_module()
    {
        _state.Registry.Create(new HubIdentityId("d1"), new IdentityDraft(), Now);
        _state.Registry.Create(new HubIdentityId("d1", "m1"), new IdentityDraft(), Now);

        var text = Write(_state.Entries.Get(new HubIdentityId("d1", "m1")).Row);

        text.ShouldStartWith("""{"deviceId":"d1","moduleId":"m1","etag":"AAAAAAAAAAE=",""");
        text.ShouldNotContain("capabilities");
    }

    [Fact]
    public void A_device_sees_its_sections_with_their_versions_and_neither_tags_nor_metadata()
    {
        var id = new HubIdentityId("d1");
        _state.Registry.Create(id, new IdentityDraft(), Now);
        _state.Twins.Write(id, TwinTexts.ReadPatch("""{"tags":{"t":1},"properties":{"desired":{"a":{"b":1.50}}}}""", _state.Shapes), ETag.Any, Now);

        var text = Encoding.UTF8.GetString(HubJson.Write(writer => TwinDeviceView.Write(writer, _state.Entries.Get(id).Twin)));

        text.ShouldBe("""{"desired":{"a":{"b":1.50},"$version":2},"reported":{"$version":1}}""");
    }

    private static string Write(HubTwinRow row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        row.WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
