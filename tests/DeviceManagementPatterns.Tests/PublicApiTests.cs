using PublicApiGenerator;
using Snapshooter.Xunit3;

namespace DeviceManagementPatterns.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_this() =>
        Snapshot.Match(
            typeof(DeviceManagementClient).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }));
}
