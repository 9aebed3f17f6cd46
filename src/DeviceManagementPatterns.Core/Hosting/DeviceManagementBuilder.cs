using Microsoft.Extensions.DependencyInjection;

namespace DeviceManagementPatterns.Hosting;

/// <summary>Adds patterns to a device: each pattern has an <c>Add…</c> method of its own.</summary>
public sealed class DeviceManagementBuilder
{
    internal DeviceManagementBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services that the device is registered in.</summary>
    public IServiceCollection Services { get; }
}
