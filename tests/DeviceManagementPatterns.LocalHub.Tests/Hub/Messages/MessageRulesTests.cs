using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Messages;

public sealed class MessageRulesTests
{
    [Fact]
    public async Task Fifty_messages_wait_for_a_device_and_the_next_is_refused_until_there_is_room()
    {
        var hub = await MessageHub.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            await hub.SendAsync("x", life: TimeSpan.FromMinutes(i == 0 ? 1 : 10));
        }

        var refusal = await Should.ThrowAsync<HubException>(() => hub.SendAsync("x"));
        refusal.Code.ShouldBe(HubErrorCode.DeviceMaximumQueueDepthExceeded);
        hub.Count.ShouldBe(50);

        hub.Hub.Time.Advance(TimeSpan.FromMinutes(1));
        await hub.SendAsync("x");
        hub.Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_purge_drops_what_waits_and_what_the_device_has()
    {
        var hub = await MessageHub.StartAsync();
        var (session, _) = hub.Connect(acknowledged: true);
        await hub.SendAsync("one", "m1", MessageFeedback.Negative);
        session.SubscribeMessages(subscribed: false, acknowledged: false);
        await hub.SendAsync("two", "m2", MessageFeedback.Positive);

        var count = await hub.Hub.Runtime.Messages.PurgeAsync("d1", TestHub.Stop);
        session.CompleteMessage(1);

        count.ShouldBe(2);
        hub.Count.ShouldBe(0);
        hub.Feedback.ShouldBe(["m1 Purged"]);
    }

    [Theory]
    [InlineData(MessageFeedback.None, MessageEnd.Success, false)]
    [InlineData(MessageFeedback.None, MessageEnd.Expired, false)]
    [InlineData(MessageFeedback.Positive, MessageEnd.Success, true)]
    [InlineData(MessageFeedback.Positive, MessageEnd.Purged, false)]
    [InlineData(MessageFeedback.Negative, MessageEnd.Success, false)]
    [InlineData(MessageFeedback.Negative, MessageEnd.DeliveryCountExceeded, true)]
    [InlineData(MessageFeedback.Full, MessageEnd.Success, true)]
    [InlineData(MessageFeedback.Full, MessageEnd.Expired, true)]
    internal void The_sender_hears_of_the_ends_that_it_asked_for(MessageFeedback asked, MessageEnd end, bool isTold) =>
        FeedbackRecord.IsWanted(asked, end).ShouldBe(isTold);

    [Fact]
    public void The_largest_message_is_64_KB_with_its_properties()
    {
        var largest = new byte[64 * 1024 - 4];

        Take(new CloudToDeviceMessage(largest) { MessageId = "m1", Properties = new Dictionary<string, string> { ["k"] = "vww" } });
        var refusal = Should.Throw<HubException>(() =>
            Take(new CloudToDeviceMessage(largest) { MessageId = "m1", Properties = new Dictionary<string, string> { ["k"] = "vwwx" } }));

        refusal.Code.ShouldBe(HubErrorCode.MessageTooLarge);
        Take(new CloudToDeviceMessage(new byte[64 * 1024]));
    }

    [Fact]
    public void Properties_that_no_topic_can_hold_are_refused()
    {
        var properties = new Dictionary<string, string> { ["k"] = new string('ä', 20_000) };

        Should.Throw<HubException>(() => Take(new CloudToDeviceMessage("") { Properties = properties })).Code.ShouldBe(HubErrorCode.MessageTooLarge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("$.mid")]
    [InlineData("iothub-ack")]
    public void A_property_may_not_have_a_name_of_the_hubs_own(string name)
    {
        var properties = new Dictionary<string, string> { [name] = "x" };

        Should.Throw<HubException>(() => Take(new CloudToDeviceMessage("") { Properties = properties })).Code.ShouldBe(HubErrorCode.ArgumentInvalid);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("ä")]
    public void A_message_id_has_the_letters_of_a_device_id(string id) =>
        Should.Throw<HubException>(() => Take(new CloudToDeviceMessage("") { MessageId = id })).Code.ShouldBe(HubErrorCode.ArgumentInvalid);

    [Fact]
    public void What_was_sent_is_out_of_the_senders_reach()
    {
        byte[] body = [1];
        var properties = new Dictionary<string, string> { ["k"] = "v" };

        var taken = Take(new CloudToDeviceMessage(body) { Properties = properties });
        body[0] = 2;
        properties["k"] = "w";

        taken.Body.ToArray().ShouldBe([1]);
        taken.Properties["k"].ShouldBe("v");
        taken.MessageId.ShouldBe("new");
    }

    [Fact]
    public void Feedback_is_kept_for_the_latest_thousand_messages()
    {
        var log = new FeedbackLog();
        var message = new CloudMessage(1, "d1", new CloudToDeviceMessage("x"), default, default);
        for (var i = 0; i < 1100; i++)
        {
            log.Add(new FeedbackRecord(message, "1", MessageEnd.Success, default));
        }

        log.Read(0, 5000).Select(record => record.Sequence).ShouldBe(Enumerable.Range(101, 1000).Select(n => (long)n));
        log.Read(1098, 5000).Select(record => record.Sequence).ShouldBe([1099, 1100]);
        log.Read(0, 1).ShouldHaveSingleItem().Sequence.ShouldBe(101);
    }

    private static CloudToDeviceMessage Take(CloudToDeviceMessage message) => MessageRules.Take("d1", message, "new");
}
