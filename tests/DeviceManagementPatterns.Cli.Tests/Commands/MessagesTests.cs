using System.Text.Json;
using DeviceManagementPatterns.Cli.Tests.Fixtures;

namespace DeviceManagementPatterns.Cli.Tests.Commands;

public sealed class MessagesTests(RunningHub running) : IClassFixture<RunningHub>
{
    [Fact]
    public async Task A_message_is_queued_and_its_id_printed()
    {
        var deviceId = await running.CreateDeviceAsync();

        var ended = await running.Dmp().RunAsync(
            "send", deviceId, "--body", "hello", "--message-id", "m1", "--property", "a=b=c", "-p", "empty=", "--content-type", "text/plain", "--expiry", "2h",
            "--ack", "full");

        ended.ShouldBe(new Ended(0, "m1\n", $"The message is on its way to device '{deviceId}'.\n"));
        (await running.Dmp().RunAsync("send", deviceId, "--body", "x", "--message-id", "not an id")).ShouldHaveFailed(1, "not an id");
    }

    [Fact]
    public async Task The_hub_makes_an_id_where_none_is_given()
    {
        var deviceId = await running.CreateDeviceAsync();

        var ended = await running.Dmp().RunAsync("send", deviceId, "--body", "");

        Guid.TryParse(ended.Output.Trim(), out _).ShouldBeTrue(ended.Error);
    }

    [Fact]
    public async Task An_unknown_device_is_told_by_name() =>
        (await running.Dmp().RunAsync("send", "nobody", "--body", "x")).ShouldHaveFailed(1, "nobody");

    [Fact]
    public async Task A_hub_in_Azure_has_this_by_other_means()
    {
        var dmp = RunningHub.DmpWith($"HostName=x.azure-devices.net;SharedAccessKeyName=service;SharedAccessKey={Convert.ToBase64String(new byte[32])}");

        (await dmp.RunAsync("send", "d", "--body", "x")).ShouldHaveFailed(1, "az iot device c2d-message send");
    }

    [Fact]
    public async Task Telemetry_is_printed_a_message_a_line()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = await ChattyDevice.ConnectAsync(running.Hub, deviceId);
        await device.SayAsync("one");
        await device.SayAsync("two");

        var ended = await running.Dmp().RunAsync("telemetry", "--device", deviceId);

        ended.ExitCode.ShouldBe(0, ended.Error);
        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        lines.Select(line => line.GetProperty("body").GetString()).ShouldBe(["one", "two"]);
        lines[0].GetProperty("deviceId").GetString().ShouldBe(deviceId);
        (await running.Dmp().RunAsync("telemetry", "--device", "another")).Output.ShouldBe("");
    }

    [Fact]
    public async Task Following_goes_on_until_it_is_stopped()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = await ChattyDevice.ConnectAsync(running.Hub, deviceId);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var dmp = running.Dmp();

        var following = dmp.RunAsync(stop.Token, "telemetry", "--device", deviceId, "--follow");
        await device.SayAsync("one");
        await dmp.Output.WaitForAsync("\"one\"", stop.Token);
        await device.SayAsync("two");
        await dmp.Output.WaitForAsync("\"two\"", TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        (await following).ExitCode.ShouldBe(130);
    }
}
