using DeviceManagementPatterns.AzureDevices.Text;

namespace DeviceManagementPatterns.AzureDevices.Tests;

public sealed class ETagTests
{
    [Theory]
    [InlineData("\"AAAB\"", "AAAB")]
    [InlineData("AAAB", "AAAB")]
    [InlineData("W/\"AAAB\"", "AAAB")]
    [InlineData("\"\"", "*")]
    [InlineData("", "*")]
    [InlineData(null, "*")]
    public void The_SDKs_quotes_are_taken_off(string? sdk, string expected) => SdkETag.Parse(sdk).Value.ShouldBe(expected);

    [Fact]
    public void A_stamp_goes_out_in_quotes() => SdkETag.Format(new ETag("AAAB")).ShouldBe("\"AAAB\"");

    [Fact]
    public void No_stamp_goes_out_as_a_bare_star_which_alone_forces_the_write()
    {
        SdkETag.Format(default).ShouldBe("*");
        SdkETag.Format(ETag.Any).ShouldBe("*");
    }
}
