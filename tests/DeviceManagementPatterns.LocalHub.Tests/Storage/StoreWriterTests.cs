using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Storage;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

public sealed class StoreWriterTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_change_is_acknowledged_only_after_its_batch_is_committed()
    {
        using var mayCommit = new ManualResetEventSlim();
        using var isCommitting = new ManualResetEventSlim();
        var sizes = new List<int>();
        var entries = new HubEntries();
        await using var writer = new StoreWriter("a file", Commit, _folder.Log);
        entries.Changes = new EntryTable(writer);

        Add(entries, "d1");
        var first = writer.Ticket();
        isCommitting.Wait(StoreFolder.Stop);
        Add(entries, "d2");
        Add(entries, "d3");
        var second = writer.Ticket();
        var settledBefore = writer.Settled;
        var wasWritten = first.Written.IsCompleted || second.Written.IsCompleted;
        mayCommit.Set();
        await second.Written;

        wasWritten.ShouldBeFalse();
        settledBefore.ShouldBe(0);
        first.Written.IsCompletedSuccessfully.ShouldBeTrue();
        (first.Number, second.Number).ShouldBe((1, 2));
        sizes.ShouldBe([1, 2]);

        void Commit(StoreBatch batch)
        {
            isCommitting.Set();
            mayCommit.Wait();
            sizes.Add(batch.Rows.Count);
        }
    }

    [Fact]
    public async Task After_an_error_no_change_is_taken_and_reading_goes_on()
    {
        await using var store = _folder.Open();
        var hub = _folder.Run(store);
        var device = new HubIdentityId("d1");
        await hub.CreateIdentityAsync(device, new IdentityDraft(), StoreFolder.Stop);
        _folder.Execute("DROP TABLE entries");

        var first = await Should.ThrowAsync<HubException>(async () => await PatchAsync(hub, device));
        var second = await Should.ThrowAsync<HubException>(async () => await PatchAsync(hub, device));

        first.Code.ShouldBe(HubErrorCode.ServiceUnavailable);
        second.Message.ShouldContain(_folder.File);
        hub.FindTwin(device).ShouldNotBeNull();
        _folder.Log.Errors.Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_device_hears_of_a_desired_change_once_it_is_written()
    {
        await using var store = _folder.Open();
        var hub = _folder.Run(store);
        var device = new HubIdentityId("d1");
        await hub.CreateIdentityAsync(device, new IdentityDraft(), StoreFolder.Stop);
        var link = new RecordingLink();
        hub.OpenSession(device, link, cleanSession: true, modelId: null).SubscribeDesired(true);

        await PatchAsync(hub, device);

        link.Sent.Count(line => line.StartsWith("desired 2", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static async Task PatchAsync(HubRuntime hub, HubIdentityId id) =>
        await hub.PatchTwinAsync(id, """{"properties":{"desired":{"a":1}}}"""u8.ToArray(), ETag.Any, StoreFolder.Stop);

    private static void Add(HubEntries entries, string id) => entries.Add(
        new HubIdentity
        {
            Id = new HubIdentityId(id),
            GenerationId = "1",
            ETag = new ETag("1"),
            Authentication = new HubAuthentication(),
            Presence = new HubPresence(),
        },
        LocalHub.Hub.Twins.HubTwin.Create(DateTimeOffset.UnixEpoch));
}
