using DeviceManagementPatterns.Conformance;

namespace DeviceManagementPatterns.LocalHub.Tests.Conformance;

public sealed class InProcessDeviceRegistryConformanceTests(InProcessHubLink link) : DeviceRegistryConformanceTests(link), IClassFixture<InProcessHubLink>;
