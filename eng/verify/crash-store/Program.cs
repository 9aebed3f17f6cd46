using System.Globalization;
using CrashStore;
using CrashStore.Hubs;

// Usage: crash-store process <dmp.dll> <folder> <kills>
//        crash-store machine <eng/machine> <folder> <cuts>
var (kind, tool, folder, times) = (args[0], args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
var isMachine = kind == "machine";
var crashes = isMachine ? new Crashes(new HubMachine(tool, folder), 200, 5000) : new Crashes(new HubProcess(tool, folder), 20, 600);
var word = isMachine ? "power cuts" : "kills";
var done = 0;
string? trouble = null;

try
{
    for (; done < times; done++)
    {
        await crashes.RoundAsync(done + 1);
        if (isMachine || (done + 1) % 20 == 0)
        {
            Console.WriteLine($"{done + 1} {word}, {crashes.Acknowledged} writes acknowledged, {crashes.Lost} lost");
        }
    }

    await crashes.EndAsync();
}
catch (Exception e) when (e is IOException or InvalidOperationException or HttpRequestException)
{
    trouble = e.Message;
}
finally
{
    await crashes.DisposeAsync();
}

Console.WriteLine($"crash-store, {kind}: {crashes.Kinds}");
if (trouble is not null)
{
    Console.WriteLine($"crash-store, {kind}: broken off: {trouble}");
}

Console.WriteLine($"crash-store, {kind}: {done} {word}, {crashes.Acknowledged} acknowledged, {crashes.Lost} lost");
return trouble is null && crashes.Lost == 0 ? 0 : 1;
