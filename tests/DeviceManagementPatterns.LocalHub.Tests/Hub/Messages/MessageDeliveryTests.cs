namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Messages;

public sealed class MessageDeliveryTests
{
    [Fact]
    public async Task Messages_wait_for_the_device_and_come_in_the_order_in_which_they_were_sent()
    {
        var hub = await MessageHub.StartAsync();
        await hub.SendAsync("one");
        await hub.SendAsync("two");

        var (_, link) = hub.Connect(acknowledged: true);
        await hub.SendAsync("three");

        link.Sent.ShouldBe(["accept new", "message 1 one", "message 2 two", "message 3 three"]);
        hub.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_device_that_does_not_listen_gets_nothing()
    {
        var hub = await MessageHub.StartAsync();

        var (session, link) = hub.Connect();
        await hub.SendAsync("one");
        session.SubscribeMessages(subscribed: true, acknowledged: true);
        session.CompleteMessage(1);
        session.SubscribeMessages(subscribed: false, acknowledged: false);
        await hub.SendAsync("two");

        link.Sent.ShouldBe(["accept new", "message 1 one"]);
        hub.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_acknowledgement_ends_the_message_it_names_and_no_other()
    {
        var hub = await MessageHub.StartAsync();
        var (session, _) = hub.Connect(acknowledged: true);
        await hub.SendAsync("one", "m1", MessageFeedback.Full);
        await hub.SendAsync("two", "m2", MessageFeedback.Full);

        session.CompleteMessage(7);
        session.CompleteMessage(2);
        session.CompleteMessage(2);

        hub.Count.ShouldBe(1);
        hub.Feedback.ShouldBe(["m2 Success"]);
    }

    [Fact]
    public async Task Without_acknowledgements_what_is_delivered_is_done()
    {
        var hub = await MessageHub.StartAsync();
        await hub.SendAsync("one", "m1", MessageFeedback.Positive);

        var (_, link) = hub.Connect(acknowledged: false);

        link.Sent.ShouldBe(["accept new", "message 0 one"]);
        hub.Count.ShouldBe(0);
        hub.Feedback.ShouldBe(["m1 Success"]);
    }

    [Fact]
    public async Task A_message_is_in_flight_once_however_often_the_device_subscribes()
    {
        var hub = await MessageHub.StartAsync();
        var (session, link) = hub.Connect(acknowledged: true);
        await hub.SendAsync("one");

        session.SubscribeMessages(subscribed: true, acknowledged: true);
        await hub.SendAsync("two");

        link.Sent.ShouldBe(["accept new", "message 1 one", "message 2 two"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_not_acknowledged_comes_again_on_the_next_connection(bool clean)
    {
        var hub = await MessageHub.StartAsync();
        var (session, _) = hub.Connect(acknowledged: true, clean);
        await hub.SendAsync("one");
        await hub.SendAsync("two");
        session.CompleteMessage(1);

        session.Close("gone");
        var (_, link) = clean ? hub.Connect(acknowledged: true) : hub.Connect(clean: false);

        link.Sent.ShouldBe([$"accept {(clean ? "new" : "resumed")}", "message 2 again two"]);
        hub.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_newer_connection_takes_over_what_the_older_one_had()
    {
        var hub = await MessageHub.StartAsync();
        var (older, _) = hub.Connect(acknowledged: true);
        await hub.SendAsync("one");

        var (newer, link) = hub.Connect(acknowledged: true);
        older.CompleteMessage(1);

        link.Sent.ShouldBe(["accept new", "message 1 again one"]);
        hub.Count.ShouldBe(1);
        newer.CompleteMessage(1);
        hub.Count.ShouldBe(0);
    }

    [Fact]
    public async Task An_acknowledgement_of_what_this_connection_was_not_sent_changes_nothing()
    {
        var hub = await MessageHub.StartAsync();
        var (first, _) = hub.Connect(acknowledged: true);
        await hub.SendAsync("one");
        first.Close("gone");

        var (second, _) = hub.Connect();
        second.CompleteMessage(1);

        hub.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_kept_subscription_keeps_how_it_was_granted()
    {
        var hub = await MessageHub.StartAsync();
        hub.Connect(acknowledged: false, clean: false).Session.Close("gone");
        await hub.SendAsync("one");

        var (_, link) = hub.Connect(clean: false);

        link.Sent.ShouldBe(["accept resumed", "message 0 one"]);
    }

    [Fact]
    public async Task Modules_get_none_and_unknown_devices_are_refused()
    {
        var hub = await MessageHub.StartAsync();

        var refusal = await Should.ThrowAsync<HubException>(async () =>
            await hub.Hub.Runtime.Messages.SendAsync("nobody", new CloudToDeviceMessage("x"), TestHub.Stop));

        refusal.Code.ShouldBe(HubErrorCode.DeviceNotFound);
    }

    [Fact]
    public async Task Messages_wait_while_a_device_is_disabled_and_go_with_a_deleted_one()
    {
        var hub = await MessageHub.StartAsync();
        var (_, link) = hub.Connect(acknowledged: true, clean: false);
        await hub.Hub.Runtime.UpdateIdentityAsync(MessageHub.D1, new() { IsEnabled = false }, ETag.Any, TestHub.Stop);

        await hub.SendAsync("one", "m1", MessageFeedback.Negative);
        link.Sent.Count.ShouldBe(2);
        hub.Count.ShouldBe(1);

        await hub.Hub.Runtime.DeleteIdentityAsync(MessageHub.D1, ETag.Any, TestHub.Stop);
        await hub.Hub.CreateAsync("d1");

        hub.Connect(acknowledged: true).Link.Sent.ShouldBe(["accept new"]);
        hub.Count.ShouldBe(0);
        hub.Feedback.ShouldBe(["m1 Purged"]);
    }
}
