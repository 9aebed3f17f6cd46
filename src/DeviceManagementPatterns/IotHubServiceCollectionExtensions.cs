using DeviceManagementPatterns;
using DeviceManagementPatterns.Hosting;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a device or a back end with the connection string of a hub.</summary>
public static class IotHubServiceCollectionExtensions
{
    /// <summary>Registers a managed device as a hosted service. Add the patterns to the result: <c>.AddReboot()</c>.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="connectionString">The device's: <c>HostName=…;DeviceId=…;SharedAccessKey=…</c>.</param>
    /// <param name="configure">Sets how the hub is reached.</param>
    /// <exception cref="ArgumentException">The connection string or an option is not valid; the message names the field.</exception>
    /// <exception cref="InvalidOperationException">A device is registered already: a program manages one.</exception>
    public static DeviceManagementBuilder AddDeviceManagement(
        this IServiceCollection services, string connectionString, Action<IotHubDeviceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        RequireText(connectionString, "device", "HostName=…;DeviceId=…;SharedAccessKey=…");
        DeviceConnectionString.Parse(connectionString);
        var options = new IotHubDeviceOptions();
        configure?.Invoke(options);
        return services.AddDeviceManagement(provider => new IotHubDeviceClient(
            connectionString, options, provider.GetService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Registers a back end: a <see cref="DeviceManagementClient"/>, and the links it uses, as singletons.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="connectionString">Of a shared access policy: <c>HostName=…;SharedAccessKeyName=…;SharedAccessKey=…</c>.</param>
    /// <param name="configure">Sets how the hub is reached.</param>
    /// <exception cref="ArgumentException">The connection string or an option is not valid; the message names the field.</exception>
    public static IServiceCollection AddDeviceManagementClient(
        this IServiceCollection services, string connectionString, Action<IotHubServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        RequireText(connectionString, "service", "HostName=…;SharedAccessKeyName=…;SharedAccessKey=…");
        ServiceConnectionString.Parse(connectionString);
        var options = new IotHubServiceOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IServiceClient>(provider => new IotHubServiceClient(
            connectionString, options, provider.GetService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDeviceRegistry>(provider => new IotHubDeviceRegistry(
            connectionString, options, provider.GetService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DeviceManagementClient(
            provider.GetRequiredService<IServiceClient>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static void RequireText(string connectionString, string kind, string form)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new ArgumentException(
                $"There is no {kind} connection string. Give one of the form {form}, for example from configuration.", nameof(connectionString));
        }
    }
}
