using System.Security.Cryptography;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Storage;
using DeviceManagementPatterns.LocalHub.Tests.Hub;
using Microsoft.Data.Sqlite;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

public sealed class FailingDiskTests : IDisposable
{
    private static readonly HubIdentityId D0 = new("d0");

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task While_the_disk_is_full_changes_are_refused_and_reading_goes_on_until_there_is_room()
    {
        using var disk = new MountedFolder(kilobytes: 512);
        string expected;
        await using (var store = HubStore.Open(disk.Path, _folder.Log, RandomNumberGenerator.GetBytes))
        {
            var hub = _folder.Run(store);
            await hub.CreateIdentityAsync(D0, new IdentityDraft(), StoreFolder.Stop);
            var ballast = disk.Fill();

            var refusal = await RefusedSoonAsync(hub);
            var read = hub.GetTwin(D0);
            File.Delete(ballast);
            await AcceptedSoonAsync(hub);

            refusal.Code.ShouldBe(HubErrorCode.ServiceUnavailable);
            refusal.Message.ShouldContain("full");
            read.Identity.Id.ShouldBe(D0);
            expected = StoreFolder.Describe(hub);
        }

        await using var again = HubStore.Open(disk.Path, _folder.Log, RandomNumberGenerator.GetBytes);
        StoreFolder.Describe(_folder.Run(again)).ShouldBe(expected);
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_refused_with_a_clear_message_and_left_as_it_is()
    {
        using var disk = new MountedFolder(kilobytes: 512);
        disk.MakeReadOnly();

        var refusal = Should.Throw<IOException>(() => HubStore.Open(disk.Path, _folder.Log, RandomNumberGenerator.GetBytes));

        refusal.Message.ShouldContain($"The data directory '{disk.Path}' cannot be");
        refusal.Message.ShouldContain("ead-only");
        Directory.EnumerateFileSystemEntries(disk.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_has_become_read_only_is_refused_and_left_as_it_is()
    {
        using var disk = new MountedFolder(kilobytes: 512);
        await HubStore.Open(disk.Path, _folder.Log, RandomNumberGenerator.GetBytes).DisposeAsync();
        var file = Path.Combine(disk.Path, HubStore.FileName);
        var before = SHA256.HashData(File.ReadAllBytes(file));
        disk.MakeReadOnly();

        var refusal = Should.Throw<IOException>(() => HubStore.Open(disk.Path, _folder.Log, RandomNumberGenerator.GetBytes));

        refusal.Message.ShouldContain("ead-only");
        SHA256.HashData(File.ReadAllBytes(file)).ShouldBe(before);
    }

    [Fact]
    public void A_path_through_a_file_is_refused_with_a_clear_message()
    {
        File.WriteAllText(_folder.File, "");

        Should.Throw<IOException>(() => HubStore.Open(Path.Combine(_folder.File, "data"), _folder.Log, RandomNumberGenerator.GetBytes))
            .Message.ShouldContain("cannot be made");
    }

    [Fact]
    public async Task What_could_not_be_written_is_written_once_it_can_be_and_then_devices_hear_of_it()
    {
        await using var store = _folder.Open();
        var hub = _folder.Run(store);
        await hub.CreateIdentityAsync(D0, new IdentityDraft(), StoreFolder.Stop);
        var link = new RecordingLink();
        hub.OpenSession(D0, link, cleanSession: true, modelId: null).SubscribeDesired(true);
        _folder.Execute("DROP TABLE entries");
        await Should.ThrowAsync<HubException>(() => PatchAsync(hub));
        var heardWhileFailing = link.Sent.Count;

        _folder.Execute(EntryTable.Layout);
        await AcceptedSoonAsync(hub);

        heardWhileFailing.ShouldBe(1, "only that it was accepted");
        var versions = link.Sent.Skip(1).Select(line => int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        versions.ShouldBe(Enumerable.Range(2, versions.Count));
        versions[^1].ShouldBe((int)hub.GetTwin(D0).Twin.Desired.Version);
        _folder.Log.Messages.Count(message => message.Contains("is written again", StringComparison.Ordinal)).ShouldBe(1);
        _folder.Log.Errors.Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_change_is_neither_answered_nor_told_while_its_commit_cannot_go_on()
    {
        await using var store = _folder.Open();
        var hub = _folder.Run(store);
        await hub.CreateIdentityAsync(D0, new IdentityDraft(), StoreFolder.Stop);
        var link = new RecordingLink();
        hub.OpenSession(D0, link, cleanSession: true, modelId: null).SubscribeDesired(true);
        await using var other = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        other.Open();
        await using var writesToo = (SqliteTransaction)await other.BeginTransactionAsync(StoreFolder.Stop);

        var answer = PatchAsync(hub);
        await Task.Yield();
        var before = (answer.IsCompleted, link.Sent.Count);
        await writesToo.RollbackAsync(StoreFolder.Stop);
        await answer;

        before.ShouldBe((false, 1));
        link.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_directory_that_is_removed_takes_the_writing_with_it_and_not_the_reading()
    {
        var folder = Directory.CreateTempSubdirectory("dmp-store-").FullName;
        await using var store = HubStore.Open(folder, _folder.Log, RandomNumberGenerator.GetBytes);
        var hub = _folder.Run(store);
        await hub.CreateIdentityAsync(D0, new IdentityDraft(), StoreFolder.Stop);
        Directory.Delete(folder, recursive: true);

        var first = await Should.ThrowAsync<HubException>(() => PatchAsync(hub));
        var second = await Should.ThrowAsync<HubException>(() => PatchAsync(hub));

        first.Code.ShouldBe(HubErrorCode.ServiceUnavailable);
        first.Message.ShouldContain("not there any more");
        second.Code.ShouldBe(HubErrorCode.ServiceUnavailable);
        hub.GetTwin(D0).Identity.Id.ShouldBe(D0);
    }

    private static async Task<HubException> RefusedSoonAsync(HubRuntime hub)
    {
        while (true)
        {
            try
            {
                await PatchAsync(hub);
            }
            catch (HubException e)
            {
                return e;
            }
        }
    }

    /// <summary>A refused change is a reason to try again, so that one of the next is accepted.</summary>
    private static async Task AcceptedSoonAsync(HubRuntime hub)
    {
        while (true)
        {
            StoreFolder.Stop.ThrowIfCancellationRequested();
            try
            {
                await PatchAsync(hub);
                return;
            }
            catch (HubException e) when (e.Code == HubErrorCode.ServiceUnavailable)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task PatchAsync(HubRuntime hub) =>
        await hub.PatchTwinAsync(D0, """{"properties":{"desired":{"a":1}}}"""u8.ToArray(), ETag.Any, StoreFolder.Stop);
}
