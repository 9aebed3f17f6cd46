using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;
using DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Registry;

public sealed class BulkTests
{
    private static readonly HubIdentityId D1 = new("d1");

    private readonly TestHub _hub = new();

    [Fact]
    public async Task Creates_devices_and_modules_with_their_twins()
    {
        var result = await ExecuteAsync("""
            [{"id":"d1","importMode":"create","status":"disabled","statusReason":"later","tags":{"a":1},"properties":{"desired":{"b":2}}},
             {"id":"d1","moduleId":"m1","importMode":"create"}]
            """);

        Write(result).ShouldBe("""{"isSuccessful":true,"errors":[],"warnings":[]}""");
        var device = _hub.Runtime.GetTwin(D1);
        device.Identity.IsEnabled.ShouldBeFalse();
        TwinTexts.Write(device.Twin.Tags).ShouldBe("""{"a":1}""");
        TwinTexts.Write(device.Twin.Desired.Properties).ShouldBe("""{"b":2}""");
        _hub.Runtime.ListModules("d1").Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_failure_does_not_stop_the_others()
    {
        await _hub.CreateAsync("d1");

        var result = await ExecuteAsync("""[{"id":"d1","importMode":"create"},{"id":"d2","importMode":"create"},{"id":"d3","importMode":"delete"}]""");

        Write(result).ShouldBe("""
            {"isSuccessful":false,"errors":[
            {"deviceId":"d1","errorCode":"DeviceAlreadyExists","errorStatus":"A device with ID 'd1' is already registered.","operation":"create"},
            {"deviceId":"d3","errorCode":"DeviceNotFound","errorStatus":"Device 'd3' is not registered.","operation":"delete"}],"warnings":[]}
            """.ReplaceLineEndings(""));
        _hub.Runtime.FindIdentity(new HubIdentityId("d2")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_device_whose_twin_is_refused_is_registered_all_the_same()
    {
        var result = await ExecuteAsync("""[{"id":"d1","importMode":"create","tags":{"a.b":1}}]""");

        result.IsSuccessful.ShouldBeTrue();
        result.Warnings.ShouldHaveSingleItem().Message.ShouldStartWith("The name 'a.b' in 'tags' holds '.'");
        _hub.Runtime.FindIdentity(D1).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("eTag")]
    [InlineData("etag")]
    [InlineData("ETag")]
    public async Task An_etag_guards_in_whatever_case_an_SDK_spells_its_name(string name)
    {
        await _hub.CreateAsync("d1");

        var result = await ExecuteAsync($$"""[{"id":"d1","importMode":"deleteIfMatchETag","{{name}}":"stale"}]""");

        result.IsSuccessful.ShouldBeFalse();
        _hub.Runtime.FindIdentity(D1).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("update", true)]
    [InlineData("updateIfMatchETag", false)]
    [InlineData("delete", true)]
    [InlineData("deleteIfMatchETag", false)]
    [InlineData("createOrUpdate", true)]
    [InlineData("createOrUpdateIfMatchETag", false)]
    [InlineData("updateTwin", true)]
    [InlineData("updateTwinIfMatchETag", false)]
    public async Task Only_the_modes_that_say_so_look_at_the_etag(string mode, bool succeedsWhenStale)
    {
        await _hub.CreateAsync("d1");
        string Entry(string etag, string twinETag) =>
            $$$"""[{"id":"d1","importMode":"{{{mode}}}","eTag":"{{{etag}}}","twinETag":"{{{twinETag}}}","tags":{"a":1}}]""";

        var stale = await ExecuteAsync(Entry("stale", "stale"));

        stale.IsSuccessful.ShouldBe(succeedsWhenStale);
        if (!succeedsWhenStale)
        {
            var row = _hub.Runtime.GetTwin(D1);
            var current = await ExecuteAsync(Entry(row.Identity.ETag.Value, row.ETag.Value));
            current.Errors.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task An_entry_without_a_mode_creates_or_updates()
    {
        await ExecuteAsync("""[{"id":"d1"}]""");
        await ExecuteAsync("""[{"id":"d1","status":"disabled"}]""");

        _hub.Runtime.GetIdentity(D1).IsEnabled.ShouldBeFalse();
    }

    [Theory]
    [InlineData("{}", HubErrorCode.ArgumentInvalid, "The body must be a JSON array.")]
    [InlineData("[1]", HubErrorCode.ArgumentInvalid, "Each device must be a JSON object.")]
    [InlineData("""[{"importMode":"create"}]""", HubErrorCode.ArgumentNull, "A device has no id.")]
    [InlineData("""[{"id":"d1","importMode":"invent"}]""", HubErrorCode.ArgumentInvalid, "importMode 'invent' is not known.")]
    [InlineData("""[{"id":"d1","importMode":"1"}]""", HubErrorCode.ArgumentInvalid, "importMode '1' is not known.")]
    [InlineData("""[{"id":"d1"},{"id":"d2"},{"id":"d1"}]""", HubErrorCode.DeviceDefinedMultipleTimes, "'d1' stands 2 times in the request.")]
    public async Task A_request_that_is_wrong_as_a_whole_changes_nothing(string body, HubErrorCode code, string message)
    {
        var execute = () => ExecuteAsync(body);

        var refusal = await execute.ShouldThrowAsync<HubException>();

        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldBe(message);
        _hub.Runtime.GetStatistics().TotalDeviceCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_has_at_most_100_devices()
    {
        static string Devices(int count) => $"[{string.Join(',', Enumerable.Range(1, count).Select(i => $$"""{"id":"d{{i}}","importMode":"create"}"""))}]";
        var tooMany = () => ExecuteAsync(Devices(101));

        (await tooMany.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.TooManyDevices);
        (await ExecuteAsync(Devices(100))).IsSuccessful.ShouldBeTrue();
        _hub.Runtime.GetStatistics().TotalDeviceCount.ShouldBe(100);
    }

    private static string Write(BulkResult result) => Encoding.UTF8.GetString(HubJson.Write(result.WriteTo));

    private async Task<BulkResult> ExecuteAsync(string body) =>
        await _hub.Runtime.ExecuteBulkAsync(BulkBody.Read(Encoding.UTF8.GetBytes(body)), TestHub.Stop);
}
