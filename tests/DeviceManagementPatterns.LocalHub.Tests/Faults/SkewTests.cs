using System.Globalization;
using DeviceManagementPatterns.LocalHub.Tests.Mqtt;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

public sealed class SkewTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("2h", 401)]
    [InlineData("59m", 200)]
    [InlineData("-2h", 200)]
    public async Task Tokens_expire_by_the_hubs_clock(string skew, int status)
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);

        hub.Hub.Faults.Add($"skew clock {skew}");

        (await hub.Rest().GetAsync("/twins/d1")).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_device_whose_clock_is_slow_against_the_hubs_cannot_connect()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        hub.Hub.Faults.Add("skew clock 2h");
        using var wire = await hub.DialAsync();

        await wire.SendAsync(MqttWire.Connect("d1", hub.DeviceToken("d1")));

        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode.ShouldBe(MqttConnectReturnCode.ConnectionRefusedNotAuthorized);
    }

    [Fact]
    public async Task Timestamps_and_the_header_Date_are_the_hubs()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        var rule = hub.Hub.Faults.Add("skew clock -1h");
        hub.Hub.Faults.Add("skew clock 5m");

        await hub.Hub.CreateDeviceAsync("d1", TestContext.Current.CancellationToken);
        var answer = await hub.Rest().PatchAsync("/twins/d1", """{"tags":{"a":1},"properties":{"desired":{"a":1}}}""");
        rule.Dispose();
        var later = await hub.Rest().GetAsync("/twins/d1");

        DateOf(answer).ShouldBe(_time.GetUtcNow() - TimeSpan.FromMinutes(55));
        answer.Json.GetProperty("properties").GetProperty("desired").GetProperty("$metadata").GetProperty("$lastUpdated").GetString()!
            .ShouldStartWith("2026-03-01T20:05:00");
        DateOf(later).ShouldBe(_time.GetUtcNow() + TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_skew_has_a_time_and_does_not_change_how_fast_time_passes()
    {
        await using var hub = await RunningHub.StartAsync(_time);
        hub.Hub.Faults.Add("skew clock 30m after=10m until=20m");

        DateOf(await hub.Rest().GetAsync("/statistics/devices")).ShouldBe(_time.GetUtcNow());
        _time.Advance(TimeSpan.FromMinutes(10));
        DateOf(await hub.Rest().GetAsync("/statistics/devices")).ShouldBe(_time.GetUtcNow() + TimeSpan.FromMinutes(30));
        _time.Advance(TimeSpan.FromMinutes(10));
        DateOf(await hub.Rest().GetAsync("/statistics/devices")).ShouldBe(_time.GetUtcNow());
    }

    private static DateTimeOffset DateOf(Http.RestAnswer answer) =>
        DateTimeOffset.ParseExact(answer.Headers["Date"], "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
