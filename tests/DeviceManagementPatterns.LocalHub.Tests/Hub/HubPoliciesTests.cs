using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub;

public sealed class HubPoliciesTests
{
    private readonly HubPolicies _policies = new TestHub().Runtime.Policies;

    [Theory]
    [InlineData("iothubowner", HubPermissions.RegistryRead | HubPermissions.RegistryWrite | HubPermissions.ServiceConnect | HubPermissions.DeviceConnect)]
    [InlineData("service", HubPermissions.ServiceConnect)]
    [InlineData("device", HubPermissions.DeviceConnect)]
    [InlineData("registryRead", HubPermissions.RegistryRead)]
    [InlineData("registryReadWrite", HubPermissions.RegistryRead | HubPermissions.RegistryWrite)]
    internal void A_policy_allows_what_IoT_Hub_gives_it(string name, HubPermissions permissions)
    {
        var policy = _policies.Find(name).ShouldNotBeNull();

        policy.Permissions.ShouldBe(permissions);
        policy.ToString().ShouldBe(name);
    }

    [Fact]
    public void Every_key_is_another_one()
    {
        HubPolicy[] all = [_policies.IotHubOwner, _policies.Service, _policies.Device, _policies.RegistryRead, _policies.RegistryReadWrite];

        all.SelectMany(policy => new[] { policy.PrimaryKey, policy.SecondaryKey }).ShouldBeUnique();
    }

    [Fact]
    public void An_unknown_policy_is_not_found() => _policies.Find("Service").ShouldBeNull();
}
