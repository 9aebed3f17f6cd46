using DeviceManagementPatterns;
using DeviceManagementPatterns.Operations;
using Microsoft.Extensions.Logging;

namespace Tutorial.Device;

/// <summary>The tutorial's device: it answers <c>rebootDevice</c> and <c>reboot</c>, reboots (here only in play) and reports when.</summary>
public static class TutorialDevice
{
    public static async Task RunAsync(
        string connectionString, TimeSpan rebootTime, Action<IotHubDeviceOptions>? configure, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDeviceManagement(connectionString, configure).AddReboot(new PrintedReboot(rebootTime));
        builder.Services.AddSingleton<IOperationObserver, PrintedReports>();

        using var host = builder.Build();
        await host.RunAsync(cancellationToken);
    }
}
