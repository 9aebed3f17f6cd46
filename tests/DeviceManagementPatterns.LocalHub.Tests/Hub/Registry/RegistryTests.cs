using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Registry;

public sealed class RegistryTests
{
    private static readonly HubIdentityId D1 = new("d1");

    private readonly TestHub _hub = new();

    [Fact]
    public async Task A_new_identity_is_enabled_disconnected_and_stamped()
    {
        var identity = await _hub.CreateAsync("d1");

        identity.IsEnabled.ShouldBeTrue();
        identity.IsConnected.ShouldBeFalse();
        identity.LastActivityTime.ShouldBe(default);
        Encoding.ASCII.GetString(Convert.FromBase64String(identity.ETag.Value)).ShouldAllBe(digit => char.IsAsciiDigit(digit));
        _hub.Runtime.GetIdentity(D1).ShouldBeSameAs(identity);
    }

    [Fact]
    public async Task Ids_are_case_sensitive_and_taken_once()
    {
        await _hub.CreateAsync("d1");
        await _hub.CreateAsync("D1");
        var again = () => _hub.CreateAsync("d1");

        var refusal = await again.ShouldThrowAsync<HubException>();

        refusal.Code.ShouldBe(HubErrorCode.DeviceAlreadyExists);
        refusal.Message.ShouldBe("A device with ID 'd1' is already registered.");
    }

    [Fact]
    public async Task A_device_that_is_made_again_is_another_generation_with_another_etag_and_a_new_twin()
    {
        var first = await _hub.CreateAsync("d1");
        await _hub.PatchTwinAsync("d1", """{"tags":{"a":1}}""");
        await _hub.Runtime.DeleteIdentityAsync(D1, ETag.Any, TestHub.Stop);

        var second = await _hub.CreateAsync("d1");

        second.GenerationId.ShouldNotBe(first.GenerationId);
        second.ETag.ShouldNotBe(first.ETag);
        _hub.Runtime.GetTwin(D1).Twin.Tags.Count.ShouldBe(0);
    }

    [Fact]
    public async Task An_update_replaces_everything_that_a_back_end_may_set()
    {
        var before = await _hub.CreateAsync("d1", draft: new IdentityDraft { StatusReason = "new", IsEdge = true, DeviceScope = "scope" });

        var after = await _hub.Runtime.UpdateIdentityAsync(D1, new IdentityDraft(), before.ETag, TestHub.Stop);

        after.ShouldSatisfyAllConditions(
            () => after.StatusReason.ShouldBeNull(),
            () => after.IsEdge.ShouldBeFalse(),
            () => after.DeviceScope.ShouldBeNull(),
            () => after.Authentication.PrimaryKey.ShouldNotBe(before.Authentication.PrimaryKey),
            () => after.GenerationId.ShouldBe(before.GenerationId),
            () => after.ETag.ShouldNotBe(before.ETag),
            () => after.StatusUpdatedTime.ShouldBe(default));
    }

    [Fact]
    public async Task A_stale_etag_stops_an_update_and_a_deletion()
    {
        var first = await _hub.CreateAsync("d1");
        await _hub.Runtime.UpdateIdentityAsync(D1, new IdentityDraft(), ETag.Any, TestHub.Stop);

        Code(() => _hub.Runtime.UpdateIdentityAsync(D1, new IdentityDraft(), first.ETag, TestHub.Stop).AsTask()).ShouldBe(HubErrorCode.PreconditionFailed);
        Code(() => _hub.Runtime.DeleteIdentityAsync(D1, first.ETag, TestHub.Stop).AsTask()).ShouldBe(HubErrorCode.PreconditionFailed);
        _hub.Runtime.FindIdentity(D1).ShouldNotBeNull();
    }

    [Fact]
    public void What_is_not_registered_is_not_found()
    {
        _hub.Runtime.FindIdentity(D1).ShouldBeNull();
        _hub.Runtime.FindTwin(D1).ShouldBeNull();
        Code(() => Task.FromResult(_hub.Runtime.GetTwin(D1))).ShouldBe(HubErrorCode.DeviceNotFound);
        Code(() => _hub.Runtime.UpdateIdentityAsync(D1, new IdentityDraft(), ETag.Any, TestHub.Stop).AsTask()).ShouldBe(HubErrorCode.DeviceNotFound);
        Code(() => _hub.Runtime.DeleteIdentityAsync(D1, default, TestHub.Stop).AsTask()).ShouldBe(HubErrorCode.DeviceNotFound);
    }

    [Fact]
    public async Task Disabling_is_timed_and_counted()
    {
        await _hub.CreateAsync("d1");
        await _hub.CreateAsync("d2");
        _hub.Time.Advance(TimeSpan.FromMinutes(1));

        var disabled = await _hub.Runtime.UpdateIdentityAsync(
            D1, new IdentityDraft { IsEnabled = false, StatusReason = "lost" }, ETag.Any, TestHub.Stop);

        disabled.StatusUpdatedTime.ShouldBe(_hub.Now);
        disabled.StatusReason.ShouldBe("lost");
        _hub.Runtime.GetStatistics().ShouldBe(new HubStatistics(TotalDeviceCount: 2, EnabledDeviceCount: 1, DisabledDeviceCount: 1, ConnectedDeviceCount: 0));
    }

    [Fact]
    public async Task A_status_reason_has_at_most_128_characters()
    {
        var create = () => _hub.CreateAsync("d1", draft: new IdentityDraft { StatusReason = new string('r', 129) });

        (await create.ShouldThrowAsync<HubException>()).Message.ShouldBe("statusReason has 129 characters; at most 128 are allowed.");
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    [InlineData(1001, 5)]
    public async Task A_list_is_as_long_as_asked_for_and_without_modules(int maxCount, int expected)
    {
        string[] ids = ["d1", "d2", "d3", "d4", "d5"];
        foreach (var id in ids)
        {
            await _hub.CreateAsync(id);
        }

        await _hub.CreateAsync("d1", "m1");

        _hub.Runtime.ListDevices(maxCount).Select(identity => identity.Id.ToString()).ShouldBe(ids.Take(expected));
    }

    [Fact]
    public async Task Rows_keep_their_order_when_others_go()
    {
        foreach (var id in new[] { "d1", "d2", "d3" })
        {
            await _hub.CreateAsync(id);
        }

        var before = _hub.Runtime.DeviceTwins();
        await _hub.Runtime.DeleteIdentityAsync(new HubIdentityId("d2"), ETag.Any, TestHub.Stop);
        await _hub.CreateAsync("d2");

        _hub.Runtime.DeviceTwins().Select(row => row.Identity.Id.DeviceId).ShouldBe(["d1", "d3", "d2"]);
        _hub.Runtime.DeviceTwins().Select(row => row.Sequence).ShouldBeInOrder();
        before.Count.ShouldBe(3);
    }

    private static HubErrorCode? Code(Func<Task> call) => Should.Throw<HubException>(call).Code;
}
