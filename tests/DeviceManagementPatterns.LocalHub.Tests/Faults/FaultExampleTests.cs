using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

#pragma warning disable xUnit1051 // The page shows the calls as a reader types them.

/// <summary>The page's examples, run.</summary>
public sealed class FaultExampleTests
{
    [Fact]
    public async Task A_lost_reply()
    {
        await using var hub = await LocalIotHub.StartAsync();
        await hub.CreateDeviceAsync("pump");
        await using var device = hub.CreateDeviceClient("pump");
        var calls = 0;
        await device.AddMethodHandlerAsync("start", (_, _) => Task.FromResult(new DirectMethodResponse(200 + calls++)));
        await device.OpenAsync();
        await using var service = hub.CreateServiceClient();
        using var lost = hub.Faults.Add("drop methodReply method=start times=1");

        var call = new DirectMethodCall("start") { ResponseTimeout = TimeSpan.FromSeconds(5) };
        var error = await Assert.ThrowsAsync<HubException>(() => service.InvokeMethodAsync("pump", call));

        Assert.Equal(HubErrorCode.GatewayTimeout, error.Code);
        Assert.True(error.IsOutcomeUnknown);        // look before you call again
        Assert.Equal((1, 1L), (calls, lost.HitCount));
    }

    [Fact]
    public async Task A_lagging_index()
    {
        var time = new FakeTimeProvider();
        await using var hub = await LocalIotHub.StartAsync(new LocalHubOptions { TimeProvider = time });
        await hub.CreateDeviceAsync("pump");
        await using var service = hub.CreateServiceClient();
        hub.Faults.Add("stale query 30s");

        await service.UpdateTwinAsync("pump", new TwinUpdate { Tags = JsonDocument.Parse("""{"site":"a"}""").RootElement });

        const string query = "SELECT deviceId FROM devices WHERE tags.site = 'a'";
        Assert.Empty((await service.QueryAsync(query)).Items);
        Assert.Equal("a", (await service.GetTwinAsync("pump"))!.Tags.GetProperty("site").GetString());
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Single((await service.QueryAsync(query)).Items);
    }

    [Fact]
    public void The_page_shows_what_is_run_here()
    {
        var source = Lines(File.ReadAllText(ThisFile()));
        var blocks = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "faults.md"))
            .Split("```csharp").Skip(2).Select(part => Lines(part.Split("```")[0])).ToList();

        blocks.Count.ShouldBe(2);
        blocks.ShouldAllBe(block => source.Contains(block));
    }

    private static string Lines(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
