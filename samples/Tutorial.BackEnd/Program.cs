using Tutorial.BackEnd;

var arguments = BackEndArguments.Parse(args, Environment.GetEnvironmentVariable);
if (arguments is null)
{
    await Console.Error.WriteLineAsync(BackEndArguments.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

return await TutorialBackEnd.RunAsync(arguments.ConnectionString, arguments.DeviceId, arguments.Timeout, options: null, stop.Token);
