using System.Diagnostics.CodeAnalysis;
using DeviceManagementPatterns.Hosting;
using DeviceManagementPatterns.Operations;
using DeviceManagementPatterns.Reboot;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the reboot to a device.</summary>
public static class RebootBuilderExtensions
{
    /// <summary>
    /// Adds the reboot of the operating system that the program runs on. The configuration value
    /// <c>DeviceManagement:Reboot:SimulateFor</c>, such as <c>00:00:02</c>, makes it only pretend.
    /// </summary>
    /// <param name="builder">From <c>AddDeviceManagement</c>.</param>
    /// <param name="configure">Sets options; they are checked when the host starts.</param>
    /// <remarks>
    /// On an operating system for which no handler is known the host does not start: use <c>AddReboot&lt;T&gt;</c> there.
    /// </remarks>
    public static DeviceManagementBuilder AddReboot(this DeviceManagementBuilder builder, Action<RebootOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(services => MachineReboot.Choose(
            services.GetRequiredService<IOptions<RebootOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
        return AddPattern(builder, configure);
    }

    /// <summary>Adds the reboot by a handler of the program's own.</summary>
    /// <typeparam name="THandler">The handler; made once, with its dependencies from the container.</typeparam>
    /// <param name="builder">From <c>AddDeviceManagement</c>.</param>
    /// <param name="configure">Sets options; they are checked when the host starts.</param>
    public static DeviceManagementBuilder AddReboot<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this DeviceManagementBuilder builder, Action<RebootOptions>? configure = null)
        where THandler : class, IRebootHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<IRebootHandler, THandler>();
        return AddPattern(builder, configure);
    }

    /// <summary>Adds the reboot by a handler that the program has made.</summary>
    /// <param name="builder">From <c>AddDeviceManagement</c>.</param>
    /// <param name="handler">The handler, such as a <see cref="SimulatedRebootHandler"/>.</param>
    /// <param name="configure">Sets options; they are checked when the host starts.</param>
    public static DeviceManagementBuilder AddReboot(
        this DeviceManagementBuilder builder, IRebootHandler handler, Action<RebootOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        builder.Services.TryAddSingleton(handler);
        return AddPattern(builder, configure);
    }

    private static DeviceManagementBuilder AddPattern(DeviceManagementBuilder builder, Action<RebootOptions>? configure)
    {
        var options = builder.Services.AddOptionsWithValidateOnStart<RebootOptions, RebootOptionsValidator>();
        builder.Services.AddSingleton<IConfigureOptions<RebootOptions>, RebootConfiguration>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.AddSingleton<DevicePattern>(services => new RebootPattern(
            services.GetRequiredService<IRebootHandler>(), services.GetRequiredService<IOptions<RebootOptions>>().Value));
        return builder;
    }
}
