using System.Runtime.InteropServices;
using DeviceManagementPatterns.Cli;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOnce);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOnce);
return await DmpCommand.InvokeAsync(args, CliEnvironment.OfProcess(), stop.Token).ConfigureAwait(false);

// The second signal ends the process at once, should the first one's clean stop hang.
void StopOnce(PosixSignalContext signal)
{
    if (!stop.IsCancellationRequested)
    {
        signal.Cancel = true;
        _ = stop.CancelAsync();
    }
}
