using DeviceManagementPatterns.Conformance;

namespace DeviceManagementPatterns.LocalHub.Tests.Conformance;

public sealed class SocketServiceClientConformanceTests(SocketHubLink link) : ServiceClientConformanceTests(link), IClassFixture<SocketHubLink>
{
    protected override HubLink CreateLink(TimeProvider time) => new SocketHubLink(time);
}
