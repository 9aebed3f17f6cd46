using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Runtime.Jobs;
using DeviceManagementPatterns.LocalHub.Storage;
using DeviceManagementPatterns.LocalHub.Tests.Runtime;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

/// <summary>A hub with its jobs from one start on a data directory to its end.</summary>
internal sealed class StoreRun(HubStore store, HubRuntime hub, JobScheduler jobs) : IAsyncDisposable
{
    public HubRuntime Hub { get; } = hub;

    public JobScheduler Jobs { get; } = jobs;

    public async Task CreateDevicesAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Hub.CreateIdentityAsync(new HubIdentityId($"d{i}"), new IdentityDraft(), StoreFolder.Stop);
        }
    }

    public Device Connect(string deviceId)
    {
        var link = new CalledLink();
        var session = Hub.OpenSession(new HubIdentityId(deviceId), link, cleanSession: true, modelId: null);
        session.SubscribeMethods(true);
        return new Device(link, session);
    }

    /// <summary>Waits for what a job does on another thread.</summary>
    public async Task DeviceIsAsync(string deviceId, DeviceJobStatus status)
    {
        while (Jobs.Devices().All(device => device.DeviceId != deviceId || device.Status != status))
        {
            StoreFolder.Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        await store.DisposeAsync();
    }

    internal sealed record Device(CalledLink Link, HubSession Session)
    {
        public async Task AnswerAsync(int status, string body)
        {
            await Link.Called;
            Session.CompleteMethod(Link.RequestId, status, Encoding.UTF8.GetBytes(body));
        }
    }
}
