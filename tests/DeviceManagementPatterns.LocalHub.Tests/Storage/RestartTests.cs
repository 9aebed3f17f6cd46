using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

public sealed class RestartTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restart_keeps_identities_twins_stamps_and_keys_byte_for_byte()
    {
        string before;
        string ownerKey;
        await using (var store = _folder.Open())
        {
            var hub = _folder.Run(store);
            await FillAsync(hub);
            before = StoreFolder.Describe(hub);
            ownerKey = hub.Policies.IotHubOwner.PrimaryKey;
        }

        await using var again = _folder.Open();
        var restarted = _folder.Run(again);

        StoreFolder.Describe(restarted).ShouldBe(before);
        before.ShouldContain("1.50");
        restarted.Policies.IotHubOwner.PrimaryKey.ShouldBe(ownerKey);
        restarted.Policies.Service.Permissions.ShouldBe(HubPermissions.ServiceConnect);
    }

    [Fact]
    public async Task What_was_deleted_stays_away_and_comes_back_as_another_generation()
    {
        string generation;
        await using (var store = _folder.Open())
        {
            var hub = _folder.Run(store);
            await FillAsync(hub);
            generation = hub.GetIdentity(new HubIdentityId("d1")).GenerationId;
            await hub.DeleteIdentityAsync(new HubIdentityId("d1"), ETag.Any, StoreFolder.Stop);
        }

        await using (var store = _folder.Open())
        {
            var hub = _folder.Run(store);
            hub.FindIdentity(new HubIdentityId("d1")).ShouldBeNull();
            hub.FindIdentity(new HubIdentityId("d1", "m1")).ShouldBeNull();
            await hub.CreateIdentityAsync(new HubIdentityId("d1"), new IdentityDraft(), StoreFolder.Stop);
        }

        await using var again = _folder.Open();
        _folder.Run(again).GetIdentity(new HubIdentityId("d1")).GenerationId.ShouldNotBe(generation);
    }

    [Fact]
    public async Task Writes_of_many_at_once_are_all_there_after_a_restart()
    {
        const int Writes = 500;
        await using (var store = _folder.Open())
        {
            var hub = _folder.Run(store);
            await Task.WhenAll(Enumerable.Range(0, Writes).Select(n =>
                hub.CreateIdentityAsync(new HubIdentityId($"d{n}"), new IdentityDraft(), StoreFolder.Stop).AsTask()));
        }

        await using var again = _folder.Open();
        _folder.Run(again).DeviceTwins().Count.ShouldBe(Writes);
    }

    [Fact]
    public async Task A_crash_leaves_a_write_ahead_log_behind_and_all_that_was_acknowledged_is_in_it()
    {
        string before;
        await using (var store = _folder.Open())
        {
            var hub = _folder.Run(store);
            await FillAsync(hub);
            before = StoreFolder.Describe(hub);
            _folder.CopyFiles();
        }

        _folder.UseCopy();
        new FileInfo(_folder.File + "-wal").Length.ShouldBeGreaterThan(0);
        await using var again = _folder.Open();

        StoreFolder.Describe(_folder.Run(again)).ShouldBe(before);
    }

    [Fact]
    public async Task A_torn_end_of_the_write_ahead_log_takes_only_the_last_commit_with_it()
    {
        await using (var store = _folder.Open())
        {
            var hub = _folder.Run(store);
            await hub.CreateIdentityAsync(new HubIdentityId("whole"), new IdentityDraft(), StoreFolder.Stop);
            await hub.CreateIdentityAsync(new HubIdentityId("torn"), new IdentityDraft(), StoreFolder.Stop);
            _folder.CopyFiles();
        }

        _folder.UseCopy();
        using (var log = new FileStream(_folder.File + "-wal", FileMode.Open))
        {
            log.SetLength(log.Length - 100);
        }

        await using var again = _folder.Open();
        _folder.Run(again).DeviceTwins().Select(row => row.Identity.Id.DeviceId).ShouldBe(["whole"]);
    }

    [Fact]
    public async Task A_store_of_the_first_version_gets_the_tables_that_it_lacks()
    {
        await using (var store = _folder.Open())
        {
            await FillAsync(_folder.Run(store));
        }

        _folder.Execute("DROP TABLE jobs; DROP TABLE device_jobs; DROP TABLE sessions; PRAGMA user_version = 1");

        await using (var run = _folder.Start())
        {
            run.Hub.OpenSession(new HubIdentityId("d1"), new RecordingLink(), cleanSession: false, modelId: null);
        }

        _folder.Ask("SELECT count(*) FROM sessions").ShouldBe(1L);
        _folder.Ask("SELECT count(*) FROM jobs").ShouldBe(0L);
        _folder.Ask("PRAGMA user_version").ShouldBe(2L);
    }

    private async Task FillAsync(HubRuntime hub)
    {
        var device = new HubIdentityId("d1");
        await hub.CreateIdentityAsync(device, new IdentityDraft(), StoreFolder.Stop);
        await hub.CreateIdentityAsync(new HubIdentityId("d1", "m1"), new IdentityDraft { ManagedBy = "me" }, StoreFolder.Stop);
        _folder.Time.Advance(TimeSpan.FromTicks(12_345_678));
        await hub.PatchTwinAsync(device, """{"tags":{"site":"Köln","n":-0,"list":[1,{"a":null},"x"]},"properties":{"desired":{"a":{"b":1.50,"c":1e3}}}}"""u8.ToArray(), ETag.Any, StoreFolder.Stop);
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
        await hub.PatchTwinAsync(device, """{"properties":{"desired":{"a":{"c":true},"z":"\"quoted\""}}}"""u8.ToArray(), ETag.Any, StoreFolder.Stop);
        await hub.UpdateIdentityAsync(device, new IdentityDraft { IsEnabled = false, StatusReason = "lost" }, ETag.Any, StoreFolder.Stop);
        await hub.UpdateIdentityAsync(device, new IdentityDraft(), ETag.Any, StoreFolder.Stop);
        var session = hub.OpenSession(device, new RecordingLink(), cleanSession: true, modelId: "dtmi:x;1");
        await session.PatchReportedAsync("""{"up":{"since":4503599627370495},"no":false}"""u8.ToArray(), null, StoreFolder.Stop);
        session.Close("done");
        await hub.PatchTwinAsync(device, """{"tags":{"last":1}}"""u8.ToArray(), ETag.Any, StoreFolder.Stop);
    }
}
