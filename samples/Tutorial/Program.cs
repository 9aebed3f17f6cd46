using DeviceManagementPatterns;
using DeviceManagementPatterns.LocalHub;
using Tutorial.BackEnd;
using Tutorial.Device;

// Microsoft's tutorial "Get started with device management", both ends of it, on a hub of this machine's own.
await using var hub = await LocalIotHub.StartAsync();
Console.WriteLine($"LocalHub listens: MQTT on port {hub.MqttsPort}, HTTPS on port {hub.HttpsPort}.");

var deviceConnectionString = await hub.CreateDeviceAsync("myDeviceId");
using var stop = new CancellationTokenSource();
var device = TutorialDevice.RunAsync(
    deviceConnectionString, TimeSpan.FromSeconds(2), options => options.CaFile = hub.CaFile, stop.Token);
await using var client = new DeviceManagementClient(hub.CreateServiceClient());
while ((await client.GetTwinAsync("myDeviceId"))!.Reported.Find("iothubDM.supported.reboot") is null)
{
    await Task.WhenAny(device, Task.Delay(50));
    if (device.IsCompleted)
    {
        await device;
    }
}

var exitCode = await TutorialBackEnd.RunAsync(
    hub.ConnectionString, "myDeviceId", TimeSpan.FromSeconds(60), new IotHubServiceOptions { CaFile = hub.CaFile }, stop.Token);
await stop.CancelAsync();
await device;
return exitCode;
