namespace DeviceManagementPatterns.Tests;

public sealed class ETagTests
{
    [Fact]
    public void The_default_stamp_matches_whatever_is_stored() => default(ETag).ToString().ShouldBe("*");
}
