using PublicApiGenerator;
using Snapshooter.Xunit3;

namespace DeviceManagementPatterns.AzureDevices.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_this() =>
        Snapshot.Match(typeof(AzureDevicesServiceClient).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }));
}
