using DeviceManagementPatterns;
using DeviceManagementPatterns.Operations;

namespace Tutorial.BackEnd;

/// <summary>The tutorial's back end: it asks a device to reboot, prints the answer, and follows the twin until the reboot is done.</summary>
public static class TutorialBackEnd
{
    /// <returns>The exit code: 0 after a reboot that was seen in the twin, 1 after anything else.</returns>
    public static async Task<int> RunAsync(
        string connectionString, string deviceId, TimeSpan timeout, IotHubServiceOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            await using var client = new DeviceManagementClient(connectionString, options);
            var reboot = await client.RebootAsync(deviceId, cancellationToken: cancellationToken);
            Console.WriteLine($"Invoked reboot on device: {deviceId}, response: {reboot.Response}");

            var done = await reboot.WaitForCompletionAsync(timeout, cancellationToken);
            Console.WriteLine($"Last reboot time: {done.RebootTime:O}");
            return 0;
        }
        catch (Exception problem) when (problem is HubException or OperationException or TimeoutException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. The device may still reboot.");
            return 1;
        }
    }
}
