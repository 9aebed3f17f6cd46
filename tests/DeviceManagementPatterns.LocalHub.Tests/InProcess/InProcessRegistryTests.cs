using DeviceManagementPatterns.LocalHub.Hub.Registry;
using static DeviceManagementPatterns.LocalHub.Tests.InProcess.InProcessFixture;

namespace DeviceManagementPatterns.LocalHub.Tests.InProcess;

public sealed class InProcessRegistryTests
{
    [Fact]
    public async Task A_device_is_made_read_changed_and_removed()
    {
        var fixture = await StartAsync();

        var made = await fixture.Registry.CreateDeviceAsync(new DeviceIdentity("d2"), Stop);
        made.PrimaryKey.ShouldNotBeNull();
        made.IsEnabled.ShouldBeTrue();
        (await fixture.Registry.GetDeviceAsync("d2", Stop)).ShouldBe(made);

        var changed = await fixture.Registry.UpdateDeviceAsync(made with { IsEnabled = false }, Stop);
        changed.ShouldBe(made with { IsEnabled = false, ETag = changed.ETag });
        changed.ETag.ShouldNotBe(made.ETag);
        (await fixture.Registry.ListDevicesAsync(cancellationToken: Stop)).Select(device => device.DeviceId).ShouldBe(["d1", "d2"]);

        var stale = () => fixture.Registry.DeleteDeviceAsync("d2", made.ETag, Stop);
        (await stale.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.PreconditionFailed);
        await fixture.Registry.DeleteDeviceAsync("d2", cancellationToken: Stop);
        (await fixture.Registry.GetDeviceAsync("d2", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_device_with_a_certificate_keeps_it_over_an_update_that_knows_keys_only()
    {
        var fixture = await StartAsync();
        var thumbprint = new string('A', 40);
        await fixture.Hub.CreateAsync("d2", draft: new IdentityDraft { PrimaryThumbprint = thumbprint });

        var device = (await fixture.Registry.GetDeviceAsync("d2", Stop)).ShouldNotBeNull();
        await fixture.Registry.UpdateDeviceAsync(device with { IsEnabled = false }, Stop);

        var identity = fixture.Hub.Runtime.GetIdentity(new("d2"));
        identity.IsEnabled.ShouldBeFalse();
        identity.Authentication.ShouldBe(new HubAuthentication { Type = HubAuthenticationType.SelfSigned, PrimaryThumbprint = thumbprint });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_list_has_1_to_1000_devices(int maxCount)
    {
        var fixture = await StartAsync();
        var list = () => fixture.Registry.ListDevicesAsync(maxCount, Stop);

        await list.ShouldThrowAsync<ArgumentOutOfRangeException>();
    }
}
