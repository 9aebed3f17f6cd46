using DeviceManagementPatterns.Conformance;

namespace DeviceManagementPatterns.LocalHub.Tests.Conformance;

public sealed class SocketDeviceRegistryConformanceTests(SocketHubLink link) : DeviceRegistryConformanceTests(link), IClassFixture<SocketHubLink>;
