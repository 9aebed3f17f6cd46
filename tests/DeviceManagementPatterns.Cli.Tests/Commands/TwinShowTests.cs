using System.Text.Json;
using DeviceManagementPatterns.Cli.Tests.Fixtures;

namespace DeviceManagementPatterns.Cli.Tests.Commands;

public sealed class TwinShowTests(RunningHub running) : IClassFixture<RunningHub>
{
    [Fact]
    public async Task A_twin_is_shown_whole()
    {
        var deviceId = await running.CreateDeviceAsync();
        await WriteAsync(deviceId, """{"site":"Straße 1"}""", """{"interval":{"seconds":60}}""");
        await ReportAsync(deviceId, """{"temperature":21.5}""");

        var ended = await running.Dmp().RunAsync("twin", "show", deviceId);

        ended.ExitCode.ShouldBe(0, ended.Error);
        ended.Output.ShouldContain("Straße 1");
        using var twin = JsonDocument.Parse(ended.Output);
        twin.RootElement.GetProperty("deviceId").GetString().ShouldBe(deviceId);
        twin.RootElement.GetProperty("status").GetString().ShouldBe("enabled");
        twin.RootElement.GetProperty("connectionState").GetString().ShouldBe("Disconnected");
        twin.RootElement.GetProperty("etag").GetString().ShouldNotBeNullOrEmpty();
        twin.RootElement.GetProperty("tags").GetProperty("site").GetString().ShouldBe("Straße 1");
        Compact(twin, "desired").ShouldBe("""{"interval":{"seconds":60},"$version":2}""");
        Compact(twin, "reported").ShouldBe("""{"temperature":21.5,"$version":2}""");
    }

    [Fact]
    public async Task An_unknown_device_has_no_twin()
    {
        var ended = await running.Dmp().RunAsync("twin", "show", "nobody");

        ended.ShouldHaveFailed(1, "Device 'nobody' is not registered in this hub.");
    }

    private static string Compact(JsonDocument twin, string section) =>
        JsonSerializer.Serialize(twin.RootElement.GetProperty("properties").GetProperty(section));

    private async Task WriteAsync(string deviceId, string tags, string desired)
    {
        await using var service = running.ServiceClient();
        var update = new TwinUpdate { Tags = JsonElement.Parse(tags), Desired = JsonElement.Parse(desired) };
        await service.UpdateTwinAsync(deviceId, update, cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task ReportAsync(string deviceId, string reported)
    {
        await using var device = running.DeviceClient(deviceId);
        await device.OpenAsync(TestContext.Current.CancellationToken);
        await device.UpdateReportedAsync(JsonElement.Parse(reported), TestContext.Current.CancellationToken);
    }
}
