using System.Buffers;
using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Sessions;

public sealed class SessionTests
{
    private static readonly HubIdentityId D1 = new("d1");

    private readonly TestHub _hub = new();
    private readonly RecordingLink _link = new();

    [Fact]
    public async Task A_connection_is_seen_in_the_registry_and_so_is_its_end()
    {
        await _hub.CreateAsync("d1");
        var identity = _hub.Runtime.GetIdentity(D1);

        var session = _hub.Runtime.OpenSession(D1, _link, cleanSession: true, modelId: null);

        identity.IsConnected.ShouldBeTrue();
        identity.ConnectionStateUpdatedTime.ShouldBe(_hub.Now);
        identity.LastActivityTime.ShouldBe(_hub.Now);
        _hub.Runtime.GetStatistics().ConnectedDeviceCount.ShouldBe(1);

        _hub.Time.Advance(TimeSpan.FromMinutes(1));
        session.Touch();
        identity.LastActivityTime.ShouldBe(_hub.Now);

        _hub.Time.Advance(TimeSpan.FromMinutes(1));
        session.Close("gone");
        identity.IsConnected.ShouldBeFalse();
        identity.ConnectionStateUpdatedTime.ShouldBe(_hub.Now);
        identity.LastActivityTime.ShouldBe(_hub.Now - TimeSpan.FromMinutes(1));
        session.IsOpen.ShouldBeFalse();
        _link.Sent.ShouldBe(["accept new"]);
    }

    [Fact]
    public async Task A_newer_connection_closes_the_older_one()
    {
        await _hub.CreateAsync("d1");
        var older = _hub.Runtime.OpenSession(D1, _link, cleanSession: true, modelId: null);

        var newer = _hub.Runtime.OpenSession(D1, new RecordingLink(), cleanSession: true, modelId: null);
        older.Close("its link ended");

        _link.Sent.ShouldBe(["accept new", "close A newer connection of 'd1' has taken over."]);
        older.IsOpen.ShouldBeFalse();
        newer.IsOpen.ShouldBeTrue();
        _hub.Runtime.GetIdentity(D1).IsConnected.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false, false, "accept resumed")]
    [InlineData(false, true, "accept new")]
    [InlineData(true, false, "accept new")]
    [InlineData(true, true, "accept new")]
    public async Task Subscriptions_live_on_only_between_sessions_that_are_not_clean(bool firstIsClean, bool secondIsClean, string accepted)
    {
        await _hub.CreateAsync("d1");
        var first = _hub.Runtime.OpenSession(D1, new RecordingLink(), firstIsClean, modelId: null);
        first.SubscribeDesired(true);
        first.SubscribeTwinResponses(true);
        first.Close("gone");

        var second = _hub.Runtime.OpenSession(D1, _link, secondIsClean, modelId: null);
        await _hub.PatchTwinAsync("d1", """{"properties":{"desired":{"a":1}}}""");

        var isResumed = accepted == "accept resumed";
        second.SessionPresent.ShouldBe(isResumed);
        second.TwinResponsesSubscribed.ShouldBe(isResumed);
        _link.Sent.ShouldBe(isResumed ? [accepted, """desired 2 {"a":1,"$version":2}"""] : [accepted]);
    }

    [Fact]
    public async Task A_session_that_is_not_clean_is_kept_over_a_takeover_and_a_clean_one_forgets_it()
    {
        await _hub.CreateAsync("d1");
        _hub.Runtime.OpenSession(D1, new RecordingLink(), cleanSession: false, modelId: null).SubscribeMethods(true);

        _hub.Runtime.OpenSession(D1, new RecordingLink(), cleanSession: false, modelId: null).SessionPresent.ShouldBeTrue();
        _hub.Runtime.OpenSession(D1, new RecordingLink(), cleanSession: true, modelId: null).SessionPresent.ShouldBeFalse();
        _hub.Runtime.OpenSession(D1, new RecordingLink(), cleanSession: false, modelId: null).SessionPresent.ShouldBeFalse();
    }

    [Fact]
    public async Task Disabling_and_deleting_close_the_session_at_once_and_that_of_the_modules()
    {
        await _hub.CreateAsync("d1");
        await _hub.CreateAsync("d1", "m1");
        var module = new RecordingLink();
        _hub.Runtime.OpenSession(D1, _link, cleanSession: true, modelId: null);
        _hub.Runtime.OpenSession(new HubIdentityId("d1", "m1"), module, cleanSession: true, modelId: null);

        await _hub.Runtime.UpdateIdentityAsync(D1, new IdentityDraft { IsEnabled = false }, ETag.Any, TestHub.Stop);

        _link.Sent.ShouldBe(["accept new", "close 'd1' was disabled."]);
        module.Sent.ShouldBe(["accept new", "close 'd1' was disabled."]);

        await _hub.Runtime.UpdateIdentityAsync(D1, new IdentityDraft(), ETag.Any, TestHub.Stop);
        var again = new RecordingLink();
        _hub.Runtime.OpenSession(D1, again, cleanSession: true, modelId: null);
        await _hub.Runtime.DeleteIdentityAsync(D1, ETag.Any, TestHub.Stop);
        again.Sent.ShouldBe(["accept new", "close 'd1' was deleted."]);
    }

    [Fact]
    public async Task An_identity_that_is_unknown_or_disabled_cannot_connect_nor_can_its_modules()
    {
        Open(D1).ShouldBe(HubErrorCode.DeviceNotFound);
        await _hub.CreateAsync("d1", draft: new IdentityDraft { IsEnabled = false });
        await _hub.CreateAsync("d1", "m1");

        Open(D1).ShouldBe(HubErrorCode.DeviceDisabled);
        Open(new HubIdentityId("d1", "m1")).ShouldBe(HubErrorCode.DeviceDisabled);
        Open(new HubIdentityId("d1", "m2")).ShouldBe(HubErrorCode.ModuleNotFound);
        _link.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_model_that_a_device_names_stays_in_its_twin()
    {
        await _hub.CreateAsync("d1");

        _hub.Runtime.OpenSession(D1, _link, cleanSession: true, modelId: "dtmi:com:example:Thermostat;1");
        _hub.Runtime.OpenSession(D1, _link, cleanSession: true, modelId: null);

        _hub.Runtime.GetTwin(D1).Twin.ModelId.ShouldBe("dtmi:com:example:Thermostat;1");
    }

    [Fact]
    public async Task A_session_that_has_ended_does_no_work()
    {
        await _hub.CreateAsync("d1");
        var session = _hub.Runtime.OpenSession(D1, _link, cleanSession: true, modelId: null);
        session.Close("gone");

        Should.Throw<HubException>(() => session.WriteTwin(new ArrayBufferWriter<byte>())).Message.ShouldBe("The connection of 'd1' has ended: gone");
        Should.Throw<HubException>(() => session.PatchReportedAsync("{}"u8.ToArray(), baseVersion: null, TestHub.Stop).AsTask());
        _hub.Runtime.GetTwin(D1).Twin.Reported.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_device_reads_and_patches_its_own_twin()
    {
        await _hub.CreateAsync("d1");
        var session = _hub.Runtime.OpenSession(D1, _link, cleanSession: true, modelId: null);
        var output = new ArrayBufferWriter<byte>();

        var version = await session.PatchReportedAsync("""{"a":1}"""u8.ToArray(), baseVersion: 1, TestHub.Stop);
        session.WriteTwin(output);

        version.ShouldBe(2);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("""{"desired":{"$version":1},"reported":{"a":1,"$version":2}}""");
    }

    private HubErrorCode? Open(HubIdentityId id) =>
        Should.Throw<HubException>(() => _hub.Runtime.OpenSession(id, _link, cleanSession: true, modelId: null)).Code;
}
