using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Registry;

public sealed class ModuleTests
{
    private readonly TestHub _hub = new();

    [Fact]
    public async Task A_module_has_keys_and_a_twin_of_its_own()
    {
        var device = await _hub.CreateAsync("d1");

        var module = await _hub.CreateAsync("d1", "m1", new IdentityDraft { ManagedBy = "edge" });

        module.Authentication.PrimaryKey.ShouldNotBe(device.Authentication.PrimaryKey);
        module.ManagedBy.ShouldBe("edge");
        _hub.Runtime.ListModules("d1").ShouldBe([module]);
        _hub.Runtime.ModuleTwins().Select(row => row.Identity.Id.ToString()).ShouldBe(["d1/m1"]);
        _hub.Runtime.DeviceTwins().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_module_needs_its_device_and_a_free_id()
    {
        Code(() => _hub.CreateAsync("d1", "m1")).ShouldBe(HubErrorCode.DeviceNotFound);
        await _hub.CreateAsync("d1");
        await _hub.CreateAsync("d1", "m1");

        Code(() => _hub.CreateAsync("d1", "m1")).ShouldBe(HubErrorCode.ModuleAlreadyExistsOnDevice);
        Code(() => Task.FromResult(_hub.Runtime.GetTwin(new HubIdentityId("d1", "m2")))).ShouldBe(HubErrorCode.ModuleNotFound);
        Code(() => Task.FromResult(_hub.Runtime.GetTwin(new HubIdentityId("d2", "m1")))).ShouldBe(HubErrorCode.DeviceNotFound);
        Code(() => Task.FromResult(_hub.Runtime.ListModules("d2"))).ShouldBe(HubErrorCode.DeviceNotFound);
    }

    [Fact]
    public async Task A_device_has_at_most_20_modules()
    {
        await _hub.CreateAsync("d1");
        for (var i = 1; i <= 20; i++)
        {
            await _hub.CreateAsync("d1", $"m{i}");
        }

        var oneMore = () => _hub.CreateAsync("d1", "m21");

        var refused = await oneMore.ShouldThrowAsync<HubException>();
        refused.Code.ShouldBe(HubErrorCode.TooManyModulesOnDevice);
        refused.Message.ShouldBe("Device 'd1' has 20 modules and would get 1 more; at most 20 are allowed.");
    }

    [Fact]
    public async Task Modules_go_with_their_device()
    {
        await _hub.CreateAsync("d1");
        await _hub.CreateAsync("d1", "m1");

        await _hub.Runtime.DeleteIdentityAsync(new HubIdentityId("d1"), ETag.Any, TestHub.Stop);

        _hub.Runtime.ModuleTwins().ShouldBeEmpty();
        _hub.Runtime.FindIdentity(new HubIdentityId("d1", "m1")).ShouldBeNull();
        await _hub.CreateAsync("d1");
        _hub.Runtime.ListModules("d1").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_module_leaves_its_device()
    {
        await _hub.CreateAsync("d1");
        await _hub.CreateAsync("d1", "m1");

        await _hub.Runtime.DeleteIdentityAsync(new HubIdentityId("d1", "m1"), ETag.Any, TestHub.Stop);

        _hub.Runtime.ListModules("d1").ShouldBeEmpty();
        _hub.Runtime.FindIdentity(new HubIdentityId("d1")).ShouldNotBeNull();
    }

    private static HubErrorCode? Code(Func<Task> call) => Should.Throw<HubException>(call).Code;
}
