using Tutorial.Device;

var arguments = DeviceArguments.Parse(args, Environment.GetEnvironmentVariable);
if (arguments is null)
{
    await Console.Error.WriteLineAsync(DeviceArguments.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    Console.WriteLine("Waiting for reboot requests, press Ctrl-C to exit");
    await TutorialDevice.RunAsync(arguments.ConnectionString, arguments.RebootTime, configure: null, stop.Token);
    return 0;
}
catch (Exception exception) when (exception is DeviceManagementPatterns.HubException or ArgumentException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
