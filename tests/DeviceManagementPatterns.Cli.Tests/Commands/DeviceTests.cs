using System.Text.Json;
using DeviceManagementPatterns.Cli.Tests.Fixtures;

namespace DeviceManagementPatterns.Cli.Tests.Commands;

public sealed class DeviceTests(RunningHub running) : IClassFixture<RunningHub>
{
    [Fact]
    public async Task A_created_device_gets_the_connection_string_that_its_program_needs()
    {
        var deviceId = $"created-{Guid.NewGuid():N}";

        var ended = await running.Dmp().RunAsync("device", "create", deviceId);

        ended.ShouldBe(new Ended(0, running.Hub.GetDeviceConnectionString(deviceId) + "\n", $"Device '{deviceId}' is registered.\n"));
    }

    [Fact]
    public async Task An_id_that_is_taken_is_refused()
    {
        var deviceId = await running.CreateDeviceAsync();

        var ended = await running.Dmp().RunAsync("device", "create", deviceId);

        ended.ShouldHaveFailed(1, "already registered");
    }

    [Theory]
    [InlineData("@home")]
    [InlineData("--dashed")]
    [InlineData("a=b;c$d'e")]
    public async Task An_id_of_odd_letters_stays_as_it_is(string deviceId)
    {
        var created = await running.Dmp().RunAsync("device", "create", "--", deviceId);
        var read = await running.Dmp().RunAsync("device", "connection-string", "--", deviceId);

        created.ExitCode.ShouldBe(0, created.Error);
        read.Output.ShouldBe(created.Output);
        read.Output.ShouldBe(running.Hub.GetDeviceConnectionString(deviceId) + "\n");
    }

    [Fact]
    public async Task The_connection_string_can_be_read_again()
    {
        var deviceId = await running.CreateDeviceAsync();

        var ended = await running.Dmp().RunAsync("device", "connection-string", deviceId);

        ended.ShouldBe(new Ended(0, running.Hub.GetDeviceConnectionString(deviceId) + "\n", ""));
    }

    [Fact]
    public async Task An_unknown_device_has_no_connection_string()
    {
        var ended = await running.Dmp().RunAsync("device", "connection-string", "nobody");

        ended.ShouldHaveFailed(1, "Device 'nobody' is not registered in this hub.");
    }

    [Fact]
    public async Task The_list_for_people_is_a_table()
    {
        await using var hub = await SmallHub.StartAsync("b-2", "a-1");

        var ended = await hub.Dmp().RunAsync("device", "list");

        Lines(ended.Output).ShouldBe(["DEVICE STATUS  CONNECTION", "a-1    enabled Disconnected", "b-2    enabled Disconnected"]);
        ended.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_list_for_scripts_is_JSON()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = await running.ConnectAsync(deviceId, "anything", _ => new DirectMethodResponse(200));

        var ended = await running.Dmp().RunAsync("device", "list", "--output", "json");

        using var list = JsonDocument.Parse(ended.Output);
        var listed = list.RootElement.EnumerateArray().Single(one => one.GetProperty("deviceId").GetString() == deviceId);
        listed.GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe($$"""{"deviceId":"{{deviceId}}","status":"enabled","connectionState":"Connected"}""");
    }

    [Fact]
    public async Task A_list_may_be_cut_short()
    {
        await using var hub = await SmallHub.StartAsync("a", "b", "c");

        var ended = await hub.Dmp().RunAsync("device", "list", "--top", "2");

        Lines(ended.Output).Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_policy_that_may_not_write_is_refused()
    {
        var reader = RunningHub.DmpWith(running.Hub.GetConnectionString("registryRead"), running.Hub.CaFile);

        var ended = await reader.RunAsync("device", "create", "someone");

        ended.ShouldHaveFailed(1, "that the policy allows this call");
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
}
