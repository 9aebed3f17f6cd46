using System.Diagnostics.CodeAnalysis;
using DeviceManagementPatterns.Hosting;
using DeviceManagementPatterns.Operations;
using DeviceManagementPatterns.Platform;
using DeviceManagementPatterns.Reboot;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the reboot to a device.</summary>
public static class RebootBuilderExtensions
{
    /// <summary>Adds the reboot of the operating system that the program runs on.</summary>
    /// <param name="builder">From <c>AddDeviceManagement</c>.</param>
    /// <param name="configure">Sets options; they are checked when the host starts.</param>
    /// <exception cref="PlatformNotSupportedException">No handler is known for this operating system: use <c>AddReboot&lt;T&gt;</c>.</exception>
    public static DeviceManagementBuilder AddReboot(this DeviceManagementBuilder builder, Action<RebootOptions>? configure = null) =>
        builder.AddReboot(OperatingSystem.IsLinux()
            ? new LinuxRebootHandler()
            : throw new PlatformNotSupportedException(
                "No reboot handler is known for this operating system. Write an IRebootHandler and call AddReboot<T>()."), configure);

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
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.AddSingleton<DevicePattern>(services => new RebootPattern(
            services.GetRequiredService<IRebootHandler>(), services.GetRequiredService<IOptions<RebootOptions>>().Value));
        return builder;
    }
}
