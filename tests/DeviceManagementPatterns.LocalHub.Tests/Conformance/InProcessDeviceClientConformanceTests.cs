using DeviceManagementPatterns.Conformance;

namespace DeviceManagementPatterns.LocalHub.Tests.Conformance;

public sealed class InProcessDeviceClientConformanceTests(InProcessHubLink link) : DeviceClientConformanceTests(link), IClassFixture<InProcessHubLink>;
