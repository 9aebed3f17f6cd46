using System.Net;
using System.Net.Sockets;
using Probe;

var folder = args.Length > 0 ? args[0] : "/data";
var endpoint = args.Length > 1 ? IPEndPoint.Parse(args[1]) : new IPEndPoint(IPAddress.Any, 7000);
using var durable = new LineFile(Path.Combine(folder, "durable.log"));
using var careless = new LineFile(Path.Combine(folder, "careless.log"));
var commands = new Commands(durable, careless);

using var listener = new TcpListener(endpoint);
listener.Start();
Console.WriteLine($"probe: listens, {Environment.GetEnvironmentVariable("PROBE_GREETING")}");
while (true)
{
    var client = await listener.AcceptTcpClientAsync();
    _ = ServeAsync(client);
}

async Task ServeAsync(TcpClient client)
{
    using (client)
    using (var reader = new StreamReader(client.GetStream()))
    await using (var writer = new StreamWriter(client.GetStream()) { AutoFlush = true })
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                await writer.WriteLineAsync(await commands.RunAsync(line));
            }
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            Console.WriteLine($"probe: a client is gone: {error.Message}");
        }
    }
}
