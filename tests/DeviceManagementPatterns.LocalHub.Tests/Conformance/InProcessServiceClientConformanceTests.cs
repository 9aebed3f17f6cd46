using DeviceManagementPatterns.Conformance;

namespace DeviceManagementPatterns.LocalHub.Tests.Conformance;

public sealed class InProcessServiceClientConformanceTests(InProcessHubLink link) : ServiceClientConformanceTests(link), IClassFixture<InProcessHubLink>
{
    protected override HubLink CreateLink(TimeProvider time) => new InProcessHubLink(time);
}
