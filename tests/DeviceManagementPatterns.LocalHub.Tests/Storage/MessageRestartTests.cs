using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

/// <summary>Cloud-to-device messages across restarts.</summary>
public sealed class MessageRestartTests : IDisposable
{
    private static readonly HubIdentityId D1 = new("d1");

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_waits_comes_back_in_its_order_with_everything_it_said()
    {
        var message = new CloudToDeviceMessage(new byte[] { 0, 255 })
        {
            MessageId = "m1",
            CorrelationId = "c",
            UserId = "u",
            ContentType = "t",
            ContentEncoding = "e",
            CreationTime = _folder.Time.GetUtcNow().AddDays(-1),
            ExpiryTime = _folder.Time.GetUtcNow().AddHours(2),
            Feedback = MessageFeedback.Full,
            Properties = new Dictionary<string, string> { ["a"] = "1", ["b"] = "" },
        };
        await WithHubAsync(async hub =>
        {
            await hub.CreateIdentityAsync(D1, new IdentityDraft(), StoreFolder.Stop);
            await hub.Messages.SendAsync("d1", message, StoreFolder.Stop);
            await hub.Messages.SendAsync("d1", new CloudToDeviceMessage("two"), StoreFolder.Stop);
        });

        await WithHubAsync(async hub =>
        {
            hub.GetIdentity(D1).CloudToDeviceMessageCount.ShouldBe(2);
            await hub.Messages.SendAsync("d1", new CloudToDeviceMessage("three"), StoreFolder.Stop);
            var link = new KeepingLink();
            hub.OpenSession(D1, link, cleanSession: true, modelId: null).SubscribeMessages(subscribed: true, acknowledged: true);

            link.Messages.Count.ShouldBe(3);
            var back = link.Messages[0].Content;
            back.Body.ToArray().ShouldBe([0, 255]);
            back.Properties.ShouldBe(message.Properties);
            (back with { Body = default, Properties = message.Properties }).ShouldBe(message with { Body = default });
            link.Messages.Skip(1).Select(each => System.Text.Encoding.UTF8.GetString(each.Content.Body.Span)).ShouldBe(["two", "three"]);
        });
    }

    [Fact]
    public async Task What_was_acknowledged_expired_purged_or_deleted_stays_away()
    {
        var others = new[] { "d2", "d3", "d4" };
        await WithHubAsync(async hub =>
        {
            foreach (var id in others.Prepend("d1"))
            {
                await hub.CreateIdentityAsync(new HubIdentityId(id), new IdentityDraft(), StoreFolder.Stop);
                await hub.Messages.SendAsync(id, new CloudToDeviceMessage("x"), StoreFolder.Stop);
            }

            await hub.Messages.SendAsync("d1", new CloudToDeviceMessage("y"), StoreFolder.Stop);
            var session = hub.OpenSession(D1, new RecordingLink(), cleanSession: true, modelId: null);
            session.SubscribeMessages(subscribed: true, acknowledged: true);
            session.CompleteMessage(1);
            await hub.Messages.PurgeAsync("d2", StoreFolder.Stop);
            await hub.DeleteIdentityAsync(new HubIdentityId("d3"), ETag.Any, StoreFolder.Stop);
            await hub.CreateIdentityAsync(new HubIdentityId("d3"), new IdentityDraft(), StoreFolder.Stop);
        });

        await WithHubAsync(hub =>
        {
            Counts(hub).ShouldBe([1, 0, 0, 1]);
            _folder.Time.Advance(TimeSpan.FromHours(1));
            Counts(hub).ShouldBe([0, 0, 0, 0]);
            return Task.CompletedTask;
        });
        await WithHubAsync(hub =>
        {
            Counts(hub).ShouldBe([0, 0, 0, 0]);
            return Task.CompletedTask;
        });

        int[] Counts(HubRuntime hub) => [.. others.Prepend("d1").Select(id => hub.GetIdentity(new HubIdentityId(id)).CloudToDeviceMessageCount)];
    }

    [Fact]
    public async Task Deliveries_in_vain_are_counted_across_restarts()
    {
        await WithHubAsync(async hub =>
        {
            await hub.CreateIdentityAsync(D1, new IdentityDraft(), StoreFolder.Stop);
            await hub.Messages.SendAsync("d1", new CloudToDeviceMessage("x"), StoreFolder.Stop);
            DeliverInVain(hub, 6);
        });

        await WithHubAsync(hub =>
        {
            DeliverInVain(hub, 3);
            hub.GetIdentity(D1).CloudToDeviceMessageCount.ShouldBe(1);
            DeliverInVain(hub, 1);
            hub.GetIdentity(D1).CloudToDeviceMessageCount.ShouldBe(0);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_store_of_the_first_version_is_opened_and_can_keep_messages()
    {
        await WithHubAsync(async hub => await hub.CreateIdentityAsync(D1, new IdentityDraft(), StoreFolder.Stop));
        _folder.Execute("DROP TABLE messages; PRAGMA user_version = 1");

        await WithHubAsync(async hub => await hub.Messages.SendAsync("d1", new CloudToDeviceMessage("x"), StoreFolder.Stop));

        await WithHubAsync(hub =>
        {
            hub.GetIdentity(D1).CloudToDeviceMessageCount.ShouldBe(1);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_damage()
    {
        await WithHubAsync(async hub =>
        {
            await hub.CreateIdentityAsync(D1, new IdentityDraft(), StoreFolder.Stop);
            await hub.Messages.SendAsync("d1", new CloudToDeviceMessage("x"), StoreFolder.Stop);
        });
        _folder.Execute("UPDATE messages SET message = x'00'");

        await using var store = _folder.Open();

        Should.Throw<IOException>(() => _folder.Run(store)).Message.ShouldContain("message 1 for 'd1'");
    }

    [Fact]
    public async Task A_message_is_on_disk_when_its_sender_is_answered_and_off_it_when_feedback_tells_its_end()
    {
        await WithHubAsync(async hub =>
        {
            await hub.CreateIdentityAsync(D1, new IdentityDraft(), StoreFolder.Stop);
            var session = hub.OpenSession(D1, new RecordingLink(), cleanSession: true, modelId: null);
            session.SubscribeMessages(subscribed: true, acknowledged: true);
            for (ushort n = 1; n <= 20; n++)
            {
                await hub.Messages.SendAsync("d1", new CloudToDeviceMessage("x") { Feedback = MessageFeedback.Full }, StoreFolder.Stop);
                _folder.Count("messages").ShouldBe(1);

                session.CompleteMessage(n);
                SpinWait.SpinUntil(() => hub.Messages.Feedback.Read(n - 1, 1).Count == 1, TimeSpan.FromSeconds(10)).ShouldBeTrue();
                _folder.Count("messages").ShouldBe(0);
            }
        });
    }

    [Fact]
    public async Task A_message_leaves_for_the_device_only_after_it_is_written()
    {
        await using var store = _folder.Open();
        var hub = _folder.Run(store);
        await hub.CreateIdentityAsync(D1, new IdentityDraft(), StoreFolder.Stop);
        var link = new RecordingLink();
        hub.OpenSession(D1, link, cleanSession: true, modelId: null).SubscribeMessages(subscribed: true, acknowledged: true);
        _folder.Execute("DROP TABLE messages");

        var refusal = await Should.ThrowAsync<HubException>(async () =>
            await hub.Messages.SendAsync("d1", new CloudToDeviceMessage("x"), StoreFolder.Stop));

        refusal.Code.ShouldBe(HubErrorCode.ServiceUnavailable);
        link.Sent.ShouldBe(["accept new"]);
        _folder.Log.Errors.Count().ShouldBe(1);
    }

    private static void DeliverInVain(HubRuntime hub, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var link = new RecordingLink();
            var session = hub.OpenSession(D1, link, cleanSession: true, modelId: null);
            session.SubscribeMessages(subscribed: true, acknowledged: true);
            SpinWait.SpinUntil(() => link.Sent.Count == 2, TimeSpan.FromSeconds(10)).ShouldBeTrue();
            session.Close("gone");
        }
    }

    private async Task WithHubAsync(Func<HubRuntime, Task> act)
    {
        await using var store = _folder.Open();
        await act(_folder.Run(store));
    }
}
