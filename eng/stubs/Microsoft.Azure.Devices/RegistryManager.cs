using Microsoft.Azure.Devices.Shared;

namespace Microsoft.Azure.Devices;

public class RegistryManager
{
    public RegistryManager() => throw new NotSupportedException("stub");

    public virtual Task<Twin> GetTwinAsync(string deviceId, CancellationToken cancellationToken) => throw new NotSupportedException("stub");

    public virtual Task<Twin> UpdateTwinAsync(string deviceId, Twin twinPatch, string etag, CancellationToken cancellationToken) =>
        throw new NotSupportedException("stub");

    public virtual IQuery CreateQuery(string sqlQueryString, int? pageSize) => throw new NotSupportedException("stub");

    public virtual Task<Device> AddDeviceAsync(Device device, CancellationToken cancellationToken) => throw new NotSupportedException("stub");

    public virtual Task<Device> GetDeviceAsync(string deviceId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("stub");

    public virtual Task<Device> UpdateDeviceAsync(Device device, bool forceUpdate, CancellationToken cancellationToken) =>
        throw new NotSupportedException("stub");

    public virtual Task RemoveDeviceAsync(Device device, CancellationToken cancellationToken) => throw new NotSupportedException("stub");
}
