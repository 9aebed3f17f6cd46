using Microsoft.Extensions.Hosting;

namespace DeviceManagementPatterns.LocalHub.Hosting;

/// <summary>The web host inside a hub leaves Ctrl-C and SIGTERM to the program around it.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
