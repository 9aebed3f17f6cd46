using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.InProcess;

/// <summary>The hub's list of devices, asked in the hub's own process.</summary>
internal sealed class InProcessDeviceRegistry(HubRuntime hub) : IDeviceRegistry
{
    public async Task<DeviceIdentity> CreateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        await hub.Limits.AdmitAsync(HubMeter.IdentityOperations, cancellationToken).ConfigureAwait(false);
        return ToDevice(await hub.CreateIdentityAsync(new HubIdentityId(device.DeviceId), ToDraft(device), cancellationToken).ConfigureAwait(false));
    }

    public async Task<DeviceIdentity?> GetDeviceAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        cancellationToken.ThrowIfCancellationRequested();
        await hub.Limits.AdmitAsync(HubMeter.IdentityOperations, cancellationToken).ConfigureAwait(false);
        return hub.FindIdentity(new HubIdentityId(deviceId)) is { } identity ? ToDevice(identity) : null;
    }

    public async Task<IReadOnlyList<DeviceIdentity>> ListDevicesAsync(int maxCount = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxCount, 1000);
        cancellationToken.ThrowIfCancellationRequested();
        await hub.Limits.AdmitAsync(HubMeter.IdentityOperations, cancellationToken).ConfigureAwait(false);
        return [.. hub.ListDevices(maxCount).Select(ToDevice)];
    }

    public async Task<DeviceIdentity> UpdateDeviceAsync(DeviceIdentity device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        var id = new HubIdentityId(device.DeviceId);
        await hub.Limits.AdmitAsync(HubMeter.IdentityOperations, cancellationToken).ConfigureAwait(false);
        var draft = KeepCertificates(ToDraft(device), hub.GetIdentity(id).Authentication);
        return ToDevice(await hub.UpdateIdentityAsync(id, draft, device.ETag, cancellationToken).ConfigureAwait(false));
    }

    public async Task DeleteDeviceAsync(string deviceId, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        await hub.Limits.AdmitAsync(HubMeter.IdentityOperations, cancellationToken).ConfigureAwait(false);
        await hub.DeleteIdentityAsync(new HubIdentityId(deviceId), ifMatch, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IdentityDraft ToDraft(DeviceIdentity device) => new()
    {
        PrimaryKey = device.PrimaryKey,
        SecondaryKey = device.SecondaryKey,
        IsEnabled = device.IsEnabled,
    };

    /// <summary>The port knows keys only: a device that proves itself otherwise goes on doing so unless it is given keys.</summary>
    private static IdentityDraft KeepCertificates(IdentityDraft draft, HubAuthentication current) =>
        current.Type == HubAuthenticationType.Sas || draft.PrimaryKey is not null ? draft : draft with
        {
            AuthenticationType = current.Type,
            PrimaryThumbprint = current.PrimaryThumbprint,
            SecondaryThumbprint = current.SecondaryThumbprint,
        };

    private static DeviceIdentity ToDevice(HubIdentity identity) => new(identity.Id.DeviceId)
    {
        PrimaryKey = identity.Authentication.PrimaryKey,
        SecondaryKey = identity.Authentication.SecondaryKey,
        IsEnabled = identity.IsEnabled,
        IsConnected = identity.IsConnected,
        ETag = identity.ETag,
    };
}
