using DeviceManagementPatterns.Cli.Parsing;

namespace DeviceManagementPatterns.Cli.Tests.Parsing;

public sealed class SimilarityTests
{
    private static readonly string[] Words = ["hub", "device", "reboot", "twin", "method"];

    [Theory]
    [InlineData("devise", "device")]
    [InlineData("rebot", "reboot")]
    [InlineData("twins", "twin")]
    [InlineData("hbu", "hub")]
    [InlineData("x", null)]
    [InlineData("telemetry", null)]
    public void The_nearest_word_is_meant_if_it_is_near(string typed, string? meant) => Similarity.Nearest(typed, Words).ShouldBe(meant);

    [Fact]
    public void Nothing_is_near_where_there_are_no_words() => Similarity.Nearest("x", []).ShouldBeNull();
}
