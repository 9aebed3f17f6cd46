using DeviceManagementPatterns;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddDeviceManagement(builder.Configuration.GetConnectionString("Device")!)
    .AddReboot();                                   // the operating system's own; .AddReboot<MyReboot>() for yours
await builder.Build().RunAsync();
