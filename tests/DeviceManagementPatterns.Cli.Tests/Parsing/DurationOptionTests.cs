using DeviceManagementPatterns.Cli.Parsing;

namespace DeviceManagementPatterns.Cli.Tests.Parsing;

public sealed class DurationOptionTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    public void A_number_counts_seconds_unless_a_unit_follows(string text, int seconds)
    {
        DurationOption.TryParse(text, out var duration).ShouldBeTrue();

        duration.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("5d")]
    [InlineData("5M")]
    [InlineData("-5")]
    [InlineData("1.5h")]
    [InlineData("00:05:00")]
    [InlineData("99999999999")]
    public void Anything_else_is_refused(string text) => DurationOption.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0")]
    [InlineData(90, "90s")]
    [InlineData(300, "5m")]
    [InlineData(86400, "24h")]
    public void What_is_shown_can_be_typed(int seconds, string text)
    {
        DurationOption.Format(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

        DurationOption.TryParse(text, out var again).ShouldBeTrue();
        again.TotalSeconds.ShouldBe(seconds);
    }
}
