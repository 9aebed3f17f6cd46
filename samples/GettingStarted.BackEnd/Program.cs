using DeviceManagementPatterns;

await using var client = new DeviceManagementClient(args[0]);   // or services.AddDeviceManagementClient(connectionString)

var reboot = await client.RebootAsync("myDeviceId");
Console.WriteLine(reboot.Response);
var done = await reboot.WaitForCompletionAsync(TimeSpan.FromMinutes(5));
Console.WriteLine($"Last reboot time: {done.RebootTime:O}");
