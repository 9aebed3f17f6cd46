using DeviceManagementPatterns.Conformance;

namespace DeviceManagementPatterns.LocalHub.Tests.Conformance;

public sealed class ConformanceCoverageTests
{
    private static readonly Type[] Types = typeof(ConformanceCoverageTests).Assembly.GetTypes();

    [Fact]
    public void Every_conformance_class_runs_over_every_link() => ConformanceCoverage.Missing(Types).ShouldBeEmpty();

    [Fact]
    public void A_subclass_that_is_missing_is_named()
    {
        var types = Types.Where(type => type != typeof(SocketServiceClientConformanceTests)).ToList();

        ConformanceCoverage.Missing(types).ShouldBe(["ServiceClientConformanceTests over SocketHubLink"]);
    }

    [Fact]
    public void The_three_ports_are_looked_for_on_each_link()
    {
        Type[] linksOnly = [typeof(InProcessHubLink), typeof(SocketHubLink)];

        ConformanceCoverage.Missing(linksOnly).Count.ShouldBe(6);
    }
}
