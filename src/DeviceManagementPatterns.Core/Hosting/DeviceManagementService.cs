using Microsoft.Extensions.Hosting;

namespace DeviceManagementPatterns.Hosting;

/// <summary>Runs the agent in a host. Where the agent cannot go on, the host stops and its run ends with the agent's exception.</summary>
internal sealed class DeviceManagementService(DeviceAgent agent) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => agent.RunAsync(stoppingToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (ExecuteTask is { IsFaulted: true } failed)
        {
            await failed.ConfigureAwait(false);
        }
    }
}
