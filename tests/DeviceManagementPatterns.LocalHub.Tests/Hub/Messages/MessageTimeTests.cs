namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Messages;

public sealed class MessageTimeTests
{
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_message_that_names_no_time_expires_after_an_hour()
    {
        var hub = await MessageHub.StartAsync();
        await hub.SendAsync("one", "m1", MessageFeedback.Full);

        hub.Hub.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        hub.Count.ShouldBe(1);
        hub.Hub.Time.Advance(TimeSpan.FromMilliseconds(1));

        hub.Count.ShouldBe(0);
        hub.Feedback.ShouldBe(["m1 Expired"]);
        hub.Connect(acknowledged: true).Link.Sent.ShouldBe(["accept new"]);
    }

    [Fact]
    public async Task The_earliest_expiry_is_served_first_whatever_was_sent_before()
    {
        var hub = await MessageHub.StartAsync();
        await hub.SendAsync("one", life: TimeSpan.FromDays(2));
        await hub.SendAsync("two", life: TimeSpan.FromSeconds(1));

        hub.Hub.Time.Advance(TimeSpan.FromSeconds(1));
        hub.Count.ShouldBe(1);
        hub.Hub.Time.Advance(TimeSpan.FromDays(2));

        hub.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2 * 24 * 3600 + 1)]
    public async Task An_expiry_in_the_past_or_more_than_two_days_ahead_is_refused(int seconds)
    {
        var hub = await MessageHub.StartAsync();

        var refusal = await Should.ThrowAsync<HubException>(() => hub.SendAsync("one", life: TimeSpan.FromSeconds(seconds)));

        refusal.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        hub.Count.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_acknowledged_within_a_minute_is_delivered_again_and_a_late_acknowledgement_still_counts()
    {
        var hub = await MessageHub.StartAsync();
        var (session, link) = hub.Connect(acknowledged: true);
        await hub.SendAsync("one");

        hub.Hub.Time.Advance(Lock - TimeSpan.FromMilliseconds(1));
        link.Sent.Count.ShouldBe(2);
        hub.Hub.Time.Advance(TimeSpan.FromMilliseconds(1));
        link.Sent.ShouldBe(["accept new", "message 1 one", "message 1 again one"]);

        session.SubscribeMessages(subscribed: false, acknowledged: false);
        hub.Hub.Time.Advance(Lock);
        session.CompleteMessage(1);
        hub.Count.ShouldBe(0);
    }

    [Fact]
    public async Task After_ten_deliveries_in_vain_a_message_is_given_up()
    {
        var hub = await MessageHub.StartAsync();
        await hub.SendAsync("one", "m1", MessageFeedback.Negative);
        for (var delivery = 1; delivery <= 9; delivery++)
        {
            hub.Connect(acknowledged: true).Session.Close("gone");
        }

        hub.Count.ShouldBe(1);
        var (session, link) = hub.Connect(acknowledged: true);
        link.Sent.ShouldContain("message 1 again one");
        hub.Feedback.ShouldBeEmpty();
        session.Close("gone");

        hub.Count.ShouldBe(0);
        hub.Feedback.ShouldBe(["m1 DeliveryCountExceeded"]);
    }

    [Fact]
    public async Task Deliveries_that_run_out_of_time_count_too()
    {
        var hub = await MessageHub.StartAsync();
        var (_, link) = hub.Connect(acknowledged: true);
        await hub.SendAsync("one", "m1", MessageFeedback.Full);

        for (var minute = 1; minute <= 12; minute++)
        {
            hub.Hub.Time.Advance(Lock);
        }

        link.Sent.Count(line => line.StartsWith("message", StringComparison.Ordinal)).ShouldBe(10);
        hub.Feedback.ShouldBe(["m1 DeliveryCountExceeded"]);
    }

    [Fact]
    public async Task A_message_that_the_device_has_may_still_be_acknowledged_after_its_time()
    {
        var hub = await MessageHub.StartAsync();
        var (session, _) = hub.Connect(acknowledged: true);
        await hub.SendAsync("one", "m1", MessageFeedback.Full, TimeSpan.FromSeconds(10));

        hub.Hub.Time.Advance(TimeSpan.FromSeconds(30));
        session.CompleteMessage(1);

        hub.Feedback.ShouldBe(["m1 Success"]);
    }

    [Fact]
    public async Task A_message_that_expired_in_flight_is_not_delivered_again()
    {
        var hub = await MessageHub.StartAsync();
        var (session, _) = hub.Connect(acknowledged: true);
        await hub.SendAsync("one", "m1", MessageFeedback.Full, TimeSpan.FromSeconds(10));
        hub.Hub.Time.Advance(TimeSpan.FromSeconds(30));

        session.Close("gone");

        hub.Connect(acknowledged: true).Link.Sent.ShouldBe(["accept new"]);
        hub.Feedback.ShouldBe(["m1 Expired"]);
    }
}
