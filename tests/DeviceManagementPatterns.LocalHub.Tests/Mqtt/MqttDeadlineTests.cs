using DeviceManagementPatterns.LocalHub.Mqtt;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class MqttDeadlineTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(60, 90)]
    [InlineData(1, 1.5)]
    [InlineData(240, 360)]
    [InlineData(1177, 1765.5)]
    [InlineData(1178, 1767)]
    [InlineData(65535, 1767)]
    [InlineData(0, 1767)]
    public void Silence_is_allowed_for_one_and_a_half_times_the_keep_alive_with_a_cap(ushort keepAlive, double seconds)
    {
        var deadline = new MqttDeadline(_time);
        deadline.Begin(keepAlive, DateTimeOffset.MaxValue);

        _time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
        deadline.Check(_time.GetTimestamp()).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(0.1));

        deadline.Check(_time.GetTimestamp()).ShouldNotBeNull().ShouldContain("silent");
    }

    [Fact]
    public void Every_packet_starts_the_silence_anew()
    {
        var deadline = new MqttDeadline(_time);
        deadline.Begin(60, DateTimeOffset.MaxValue);

        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(80));
            deadline.Restart();
        }

        deadline.Check(_time.GetTimestamp()).ShouldBeNull();
    }

    [Fact]
    public void The_tokens_end_is_the_links_end_however_busy_it_is()
    {
        var deadline = new MqttDeadline(_time);
        deadline.Begin(60, _time.GetUtcNow() + TimeSpan.FromHours(1));

        _time.Advance(TimeSpan.FromSeconds(3599));
        deadline.Restart();
        deadline.Check(_time.GetTimestamp()).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(1));
        deadline.Restart();

        deadline.Check(_time.GetTimestamp()).ShouldNotBeNull().ShouldContain("expired");
    }

    [Fact]
    public void A_connection_without_a_CONNECT_does_not_stay()
    {
        var deadline = new MqttDeadline(_time);

        _time.Advance(MqttLimits.ConnectTimeout);

        deadline.Check(_time.GetTimestamp()).ShouldNotBeNull().ShouldContain("no CONNECT");
    }
}
