using DeviceManagementPatterns.AzureDevices.Links;
using Microsoft.Azure.Devices.Common.Exceptions;

namespace DeviceManagementPatterns.AzureDevices.Tests;

public sealed class RegistryTests : IAsyncDisposable
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly List<DeviceIdentity> _stored = [new("d1") { PrimaryKey = Key, SecondaryKey = Key, ETag = new ETag("AAAB") }];
    private readonly List<object> _sent = [];
    private readonly AzureDevicesDeviceRegistry _registry;

    public RegistryTests() => _registry = new AzureDevicesDeviceRegistry(new RegistryLink
    {
        Create = (device, _) => Find(device.DeviceId) is null
            ? Task.FromResult(device with { ETag = new ETag("NEW") })
            : throw new DeviceAlreadyExistsException("d1", null),
        Get = (deviceId, _) => Task.FromResult(Find(deviceId)),
        Update = (device, _) => Task.FromResult(Find(device.DeviceId) is null ? null : device),
        Remove = (deviceId, ifMatch, _) =>
        {
            _sent.Add((deviceId, ifMatch));
            return Task.CompletedTask;
        },
        Query = (_, size, continuation) =>
        {
            _sent.Add((size, continuation));
            var rows = Enumerable.Repeat("""{"deviceId":"d1","status":"disabled","connectionState":"Connected"}""", size!.Value);
            return Task.FromResult(new ServiceLink.Rows([.. rows], "more"));
        },
    });

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task A_device_is_registered_and_read() =>
        (await _registry.CreateDeviceAsync(new DeviceIdentity("d2"), _stop)).ETag.ShouldBe(new ETag("NEW"));

    [Fact]
    public async Task A_taken_id_is_told_as_such()
    {
        var failure = await Should.ThrowAsync<HubException>(() => _registry.CreateDeviceAsync(new DeviceIdentity("d1"), _stop));

        failure.Code.ShouldBe(HubErrorCode.DeviceAlreadyExists);
    }

    [Fact]
    public async Task An_unknown_device_is_null_when_read_and_an_error_when_written()
    {
        (await _registry.GetDeviceAsync("nobody", _stop)).ShouldBeNull();

        var failure = await Should.ThrowAsync<HubException>(() => _registry.UpdateDeviceAsync(new DeviceIdentity("nobody"), _stop));
        failure.Code.ShouldBe(HubErrorCode.DeviceNotFound);
    }

    [Theory]
    [InlineData("not base64 at all", "not base64 at all")]
    [InlineData("AAAA", "AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", null)]
    public async Task A_key_that_is_none_is_refused_without_being_told(string primary, string? secondary)
    {
        var device = new DeviceIdentity("d2") { PrimaryKey = primary, SecondaryKey = secondary };

        var refusal = await Should.ThrowAsync<ArgumentException>(() => _registry.CreateDeviceAsync(device, _stop));

        refusal.Message.ShouldContain("'d2'");
        refusal.Message.ShouldNotContain(primary);
    }

    [Fact]
    public async Task A_list_takes_as_many_pages_as_it_needs_and_no_row_more()
    {
        var devices = await _registry.ListDevicesAsync(250, _stop);

        devices.Count.ShouldBe(250);
        devices[0].ShouldBe(new DeviceIdentity("d1") { IsEnabled = false, IsConnected = true });
        _sent.ShouldBe([((int?)100, (string?)null), ((int?)100, "more"), ((int?)50, "more")]);
    }

    [Fact]
    public async Task A_removal_passes_its_stamp_on()
    {
        await _registry.DeleteDeviceAsync("d1", new ETag("AAAB"), _stop);

        _sent.ShouldBe([("d1", new ETag("AAAB"))]);
    }

    private DeviceIdentity? Find(string deviceId) => _stored.Find(device => device.DeviceId == deviceId);
}
