using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

public sealed class SessionRestartTests : IDisposable
{
    private static readonly HubIdentityId D0 = new("d0");

    private readonly StoreFolder _folder = new();
    private readonly RecordingLink _link = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_is_not_clean_keeps_its_subscriptions_over_a_restart(bool isClosedBefore)
    {
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(1);
            var session = run.Hub.OpenSession(D0, new RecordingLink(), cleanSession: false, modelId: null);
            session.SubscribeTwinResponses(true);
            session.SubscribeMethods(true);
            session.SubscribeDesired(true);
            session.SubscribeMethods(false);
            if (isClosedBefore)
            {
                session.Close("gone");
            }
        }

        await using var again = _folder.Start();
        var resumed = again.Hub.OpenSession(D0, _link, cleanSession: false, modelId: null);
        await PatchAsync(again);

        resumed.SessionPresent.ShouldBeTrue();
        resumed.TwinResponsesSubscribed.ShouldBeTrue();
        _link.Sent.ShouldBe(["accept resumed", """desired 2 {"a":1,"$version":2}"""]);
        await CallsNobodyAsync(again);
    }

    [Fact]
    public async Task A_clean_session_ends_the_kept_one_for_good()
    {
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(1);
            run.Hub.OpenSession(D0, new RecordingLink(), cleanSession: false, modelId: null).SubscribeDesired(true);
            run.Hub.OpenSession(D0, new RecordingLink(), cleanSession: true, modelId: null).SubscribeDesired(true);
        }

        await using var again = _folder.Start();
        again.Hub.OpenSession(D0, _link, cleanSession: false, modelId: null).SessionPresent.ShouldBeFalse();
        await PatchAsync(again);
        _link.Sent.ShouldBe(["accept new"]);
    }

    [Fact]
    public async Task A_device_that_is_deleted_and_made_again_has_no_kept_session()
    {
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(1);
            run.Hub.OpenSession(D0, new RecordingLink(), cleanSession: false, modelId: null).SubscribeDesired(true);
            await run.Hub.DeleteIdentityAsync(D0, ETag.Any, StoreFolder.Stop);
        }

        _folder.Ask("SELECT count(*) FROM sessions").ShouldBe(0L);
        await using var again = _folder.Start();
        await again.CreateDevicesAsync(1);
        again.Hub.OpenSession(D0, _link, cleanSession: false, modelId: null).SessionPresent.ShouldBeFalse();
    }

    [Fact]
    public async Task A_subscription_is_acknowledged_once_the_disk_has_it()
    {
        await using (var run = _folder.Start())
        {
            await run.CreateDevicesAsync(1);
            var session = run.Hub.OpenSession(D0, new RecordingLink(), cleanSession: false, modelId: null);
            session.SubscribeDesired(true);
            await session.SubscriptionsWritten;
            _folder.CopyFiles();
            session.SubscribeDesired(false);
            await session.SubscriptionsWritten;
        }

        _folder.UseCopy();
        await using var again = _folder.Start();
        again.Hub.OpenSession(D0, _link, cleanSession: false, modelId: null);
        await PatchAsync(again);
        _link.Sent.Count.ShouldBe(2);
    }

    private static async Task PatchAsync(StoreRun run) =>
        await run.Hub.PatchTwinAsync(D0, """{"properties":{"desired":{"a":1}}}"""u8.ToArray(), ETag.Any, StoreFolder.Stop);

    private static async Task CallsNobodyAsync(StoreRun run) =>
        (await Should.ThrowAsync<HubException>(() => run.Hub.InvokeMethodAsync(D0, new("m", default), StoreFolder.Stop)))
            .Code.ShouldBe(HubErrorCode.DeviceNotOnline);
}
