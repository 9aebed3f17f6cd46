using System.Collections.Concurrent;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Sessions;

public sealed class DesiredNotificationTests
{
    private static readonly HubIdentityId D1 = new("d1");

    private readonly TestHub _hub = new();
    private readonly RecordingLink _link = new();

    [Fact]
    public async Task A_patch_is_sent_as_it_came_with_nulls_and_the_new_version()
    {
        await ListenAsync();

        await _hub.PatchTwinAsync("d1", """{"properties":{"desired":{"a":1.50,"b":null,"c":{"d":null,"e":[null]}}}}""");

        _link.Sent[^1].ShouldBe("""desired 2 {"a":1.50,"b":null,"c":{"d":null,"e":[null]},"$version":2}""");
    }

    [Fact]
    public async Task A_whole_twin_that_comes_back_is_sent_without_what_is_the_hubs_own()
    {
        await ListenAsync();

        await _hub.PatchTwinAsync("d1", """{"properties":{"desired":{"a":1,"$metadata":{"$lastUpdated":"x"},"$version":1},"reported":{"b":2}}}""");

        _link.Sent[^1].ShouldBe("""desired 2 {"a":1,"$version":2}""");
    }

    [Fact]
    public async Task A_replacement_is_sent_whole()
    {
        await ListenAsync();
        await _hub.PatchTwinAsync("d1", """{"properties":{"desired":{"a":1,"b":2}}}""");

        await _hub.ReplaceTwinAsync("d1", """{"properties":{"desired":{"b":3}}}""");

        _link.Sent[^1].ShouldBe("""desired 3 {"b":3,"$version":3}""");
    }

    [Fact]
    public async Task Nothing_is_sent_for_tags_or_to_a_device_that_does_not_listen()
    {
        var session = await ListenAsync();

        await _hub.PatchTwinAsync("d1", """{"tags":{"a":1}}""");
        session.SubscribeDesired(false);
        await _hub.PatchTwinAsync("d1", """{"properties":{"desired":{"a":1}}}""");
        session.Close("gone");
        await _hub.PatchTwinAsync("d1", """{"properties":{"desired":{"a":2}}}""");

        _link.Sent.ShouldBe(["accept new"]);
    }

    [Fact]
    public async Task A_refused_write_is_not_sent()
    {
        await ListenAsync();
        var stale = () => _hub.PatchTwinAsync("d1", """{"properties":{"desired":{"a":1}}}""", new ETag("AAAAAAAAAAk="));

        var refusal = await stale.ShouldThrowAsync<HubException>();

        refusal.Code.ShouldBe(HubErrorCode.PreconditionFailed);
        refusal.Message.ShouldBe("The twin of 'd1' carries the etag AAAAAAAAAAE=, not AAAAAAAAAAk=. Read it again, merge and write again.");
        _link.Sent.ShouldBe(["accept new"]);
    }

    [Fact]
    public async Task Changes_arrive_in_the_order_of_their_versions_however_many_write_at_once()
    {
        await _hub.CreateAsync("d1");
        var link = new HesitantLink();
        _hub.Runtime.OpenSession(D1, link, cleanSession: true, modelId: null).SubscribeDesired(true);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await _hub.PatchTwinAsync("d1", $$$"""{"properties":{"desired":{"w{{{writer}}}": {{{i}}} } } }""");
            }
        })));

        link.Versions.ShouldBe(Enumerable.Range(2, 1600).Select(version => (long)version));
    }

    private async Task<HubSession> ListenAsync()
    {
        await _hub.CreateAsync("d1");
        var session = _hub.Runtime.OpenSession(D1, _link, cleanSession: true, modelId: null);
        session.SubscribeDesired(true);
        return session;
    }
    /// <summary>Gives every other thread a chance to overtake it.</summary>
    private sealed class HesitantLink : IDeviceLink
    {
        private readonly ConcurrentQueue<long> _versions = new();

        public IReadOnlyList<long> Versions => [.. _versions];

        public void Accept(bool sessionPresent)
        {
        }

        public void DeliverMethod(string requestId, string methodName, ReadOnlyMemory<byte> payload)
        {
        }

        public void DeliverDesired(long version, ReadOnlyMemory<byte> patch)
        {
            Thread.Yield();
            _versions.Enqueue(version);
        }

        public void DeliverMessage(CloudMessage message, ushort deliveryId, bool isRepeated)
        {
        }

        public void Close(string reason)
        {
        }
    }
}
