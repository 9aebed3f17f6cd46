using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Runtime.Telemetry;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Tests.Runtime.Telemetry;

public sealed class TelemetryBufferTests
{
    private static readonly TelemetryCursor All = new(0, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_oldest_messages_go_when_there_are_too_many_and_a_reader_is_told_how_many()
    {
        var buffer = Filled(maxMessages: 10, count: 25);

        var slice = buffer.Read(All with { After = 5 }, 3);

        Sequences(slice).ShouldBe([16, 17, 18]);
        (slice.Overwritten, slice.Next).ShouldBe((10, 18));
        Sequences(buffer.Read(All with { After = slice.Next }, 100)).ShouldBe([19, 20, 21, 22, 23, 24, 25]);
        buffer.Read(All with { After = slice.Next }, 100).Overwritten.ShouldBe(0);
    }

    [Fact]
    public void The_oldest_messages_go_when_they_are_too_large()
    {
        var buffer = new TelemetryBuffer(1000, 1000);
        for (var i = 0; i < 10; i++)
        {
            buffer.Add(Message("d1", 300));
        }

        Sequences(buffer.Read(All, 100)).ShouldBe([8, 9, 10]);

        buffer.Add(new TelemetryMessage(new HubIdentityId("d1"), PropertyBag.Parse($"k={new string('x', 400)}"), default, default));
        Sequences(buffer.Read(All, 100)).ShouldBe([11]);
    }

    [Fact]
    public void A_message_that_is_larger_than_the_buffer_is_not_kept_and_the_next_one_is()
    {
        var buffer = new TelemetryBuffer(10, 1000);
        buffer.Add(Message("d1", 2000));
        buffer.Add(Message("d1", 10));

        Sequences(buffer.Read(All, 100)).ShouldBe([2]);
    }

    [Fact]
    public void A_reader_of_one_device_passes_over_the_others()
    {
        var buffer = new TelemetryBuffer(10, 1000);
        buffer.Add(Message("d1", 1));
        buffer.Add(Message("d2", 1));
        buffer.Add(new TelemetryMessage(new HubIdentityId("d1", "m1"), PropertyBag.Empty, default, default));
        buffer.Add(Message("d2", 1));

        var slice = buffer.Read(new TelemetryCursor(0, "d1"), 100);

        Sequences(slice).ShouldBe([1, 3]);
        slice.Next.ShouldBe(4);
    }

    [Fact]
    public void A_number_of_an_earlier_run_reads_everything() => Sequences(Filled(10, 2).Read(All with { After = 500 }, 100)).ShouldBe([1, 2]);

    [Fact]
    public async Task A_follower_gets_what_is_there_and_what_comes_and_ends_with_the_hub()
    {
        var buffer = Filled(10, 2);
        await using var slices = buffer.FollowAsync(All, Stop).GetAsyncEnumerator(Stop);

        (await slices.MoveNextAsync()).ShouldBeTrue();
        Sequences(slices.Current).ShouldBe([1, 2]);
        var next = slices.MoveNextAsync().AsTask();
        next.IsCompleted.ShouldBeFalse();
        buffer.Add(Message("d1", 1));
        (await next).ShouldBeTrue();
        Sequences(slices.Current).ShouldBe([3]);

        next = slices.MoveNextAsync().AsTask();
        buffer.End();
        (await next).ShouldBeFalse();
    }

    [Fact]
    public async Task A_follower_that_comes_to_the_end_reads_the_rest_first()
    {
        var buffer = Filled(10, 2);
        buffer.End();

        var slices = await buffer.FollowAsync(All, Stop).ToListAsync(Stop);

        slices.SelectMany(Sequences).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_follower_is_cancelled_by_its_token()
    {
        using var cancelled = new CancellationTokenSource();
        await using var slices = Filled(10, 0).FollowAsync(All, cancelled.Token).GetAsyncEnumerator(Stop);
        var next = slices.MoveNextAsync().AsTask();

        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public void Properties_are_told_apart_and_the_hubs_own_get_readable_names()
    {
        var bag = PropertyBag.Parse("%24.mid=m1&%24.ct=application%2Fjson&$.ce=utf-8&%24.ctime=t&%24.new=x&iothub-ack=full&level=high%20%26&flag&empty=");

        var message = new TelemetryMessage(new HubIdentityId("d1", "m1"), bag, Encoding.UTF8.GetBytes("ü"), default).ToPublic();

        message.SystemProperties.ShouldBe(new Dictionary<string, string?>
        {
            ["messageId"] = "m1",
            ["contentType"] = "application/json",
            ["contentEncoding"] = "utf-8",
            ["creationTimeUtc"] = "t",
            ["new"] = "x",
            ["iothub-ack"] = "full",
        });
        message.Properties.ShouldBe(new Dictionary<string, string?> { ["level"] = "high &", ["flag"] = null, ["empty"] = "" });
        (message.DeviceId, message.ModuleId, message.Text).ShouldBe(("d1", "m1", "ü"));
    }

    private static TelemetryBuffer Filled(int maxMessages, int count)
    {
        var buffer = new TelemetryBuffer(maxMessages, 1_000_000);
        for (var i = 0; i < count; i++)
        {
            buffer.Add(Message("d1", 1));
        }

        return buffer;
    }

    private static IEnumerable<long> Sequences(TelemetrySlice slice) => slice.Messages.Select(message => message.Sequence);

    private static TelemetryMessage Message(string deviceId, int length) =>
        new(new HubIdentityId(deviceId), PropertyBag.Empty, new byte[length], DateTimeOffset.UnixEpoch);
}
