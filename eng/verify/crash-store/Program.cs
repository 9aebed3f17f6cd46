using System.Globalization;
using CrashStore;

// Usage: crash-store <dmp.dll> <folder> <kills>
var (tool, folder, kills) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
var random = new Random();
var acknowledged = new Acknowledged();
long lost = 0;

for (var round = 1; round <= kills; round++)
{
    using var hub = await HubProcess.StartAsync(tool, folder);
    var load = new Load(hub, acknowledged, round);
    lost += await load.CountLostAsync();
    using var stop = new CancellationTokenSource();
    var work = load.RunAsync(stop.Token);
    await Task.Delay(random.Next(20, 600));
    hub.Kill();
    await stop.CancelAsync();
    await work;
    if (round % 10 == 0)
    {
        Console.WriteLine($"{round} kills, {acknowledged.Count} writes acknowledged, {lost} lost");
    }
}

using (var hub = await HubProcess.StartAsync(tool, folder))
{
    lost += await new Load(hub, acknowledged, round: -1).CountLostAsync();
}

Console.WriteLine($"crash-store: {kills} kills, {acknowledged.Count} acknowledged, {lost} lost");
return lost == 0 && acknowledged.Count > kills ? 0 : 1;
