using DeviceManagementPatterns;
using DeviceManagementPatterns.Hosting;
using DeviceManagementPatterns.Operations;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a managed device over a link of the program's own.</summary>
public static class DeviceManagementServiceCollectionExtensions
{
    /// <summary>
    /// Registers a managed device as a hosted service, over a link that the program makes: an adapter over a client that it holds
    /// already, or a local hub's in-process link. The overload with a connection string makes the link itself.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="createClient">Makes the link; null takes the <see cref="IDeviceClient"/> that the program has registered.</param>
    /// <exception cref="InvalidOperationException">A device is registered already: a program manages one.</exception>
    public static DeviceManagementBuilder AddDeviceManagement(
        this IServiceCollection services, Func<IServiceProvider, IDeviceClient>? createClient = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(DeviceAgent)))
        {
            throw new InvalidOperationException(
                "AddDeviceManagement was called twice. A program manages one device; call it once and add the patterns to its result.");
        }

        if (createClient is not null)
        {
            services.AddSingleton(createClient);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(CreateAgent);
        services.AddHostedService<DeviceManagementService>();
        return new DeviceManagementBuilder(services);
    }

    private static DeviceAgent CreateAgent(IServiceProvider services) => new(
        services.GetService<IDeviceClient>() ?? throw new InvalidOperationException(
            "The device has no link to a hub. Call AddDeviceManagement(connectionString), or register an IDeviceClient."),
        services.GetServices<DevicePattern>(),
        services.GetServices<IOperationObserver>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetService<ILoggerFactory>());
}
