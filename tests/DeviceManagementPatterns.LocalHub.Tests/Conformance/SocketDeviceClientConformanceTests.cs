using DeviceManagementPatterns.Conformance;

namespace DeviceManagementPatterns.LocalHub.Tests.Conformance;

public sealed class SocketDeviceClientConformanceTests(SocketHubLink link) : DeviceClientConformanceTests(link), IClassFixture<SocketHubLink>;
