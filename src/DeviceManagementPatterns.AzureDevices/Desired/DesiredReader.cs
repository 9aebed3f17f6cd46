using DeviceManagementPatterns.AzureDevices.Calls;
using DeviceManagementPatterns.AzureDevices.Links;
using DeviceManagementPatterns.AzureDevices.Text;

namespace DeviceManagementPatterns.AzureDevices.Desired;

/// <summary>
/// Reads the desired section for all watchers: those that ask after the same change share one read, since a read that was started
/// after a change has seen it. Takes the client's slot for updates once, before the first read, so that no change falls in between.
/// </summary>
internal sealed class DesiredReader(string deviceId, DeviceLink link, DeviceCalls calls, Action? changed)
{
    private readonly Lock _gate = new();
    private Task? _taking;
    private Task<TwinSection>? _reading;
    private long _change;
    private long _readingSince = -1;

    /// <summary>Makes the reads that follow fresh ones.</summary>
    public void Outdate() => Interlocked.Increment(ref _change);

    public Task<TwinSection> ReadAsync()
    {
        lock (_gate)
        {
            var change = Interlocked.Read(ref _change);
            if (_reading is null || _reading.IsFaulted || _readingSince < change)
            {
                _readingSince = change;
                _reading = Task.Run(TakeAndReadAsync);
            }

            return _reading;
        }
    }

    private async Task<TwinSection> TakeAndReadAsync()
    {
        await TakeSlotAsync().ConfigureAwait(false);
        var twin = await calls.RunAsync($"Reading the desired properties of '{deviceId}'", link.GetTwin, CancellationToken.None).ConfigureAwait(false);
        return TwinText.ParseSection(twin.Desired);
    }

    private Task TakeSlotAsync()
    {
        if (changed is null)
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            if (_taking is null || _taking.IsFaulted)
            {
                _taking = Task.Run(() => calls.RunAsync(
                    $"Asking for changes of the desired properties of '{deviceId}'", stop => link.SetDesiredCallback(changed, stop), CancellationToken.None));
            }

            return _taking;
        }
    }
}
