using System.Text.Json;
using DeviceManagementPatterns.Cli.Tests.Fixtures;

namespace DeviceManagementPatterns.Cli.Tests.Commands;

public sealed class RebootTests(RunningHub running) : IClassFixture<RunningHub>
{
    [Fact]
    public async Task A_reboot_prints_the_answer_and_when_it_was_done()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = new RebootingDevice(running.DeviceClient(deviceId));

        var ended = await running.Dmp().RunAsync("reboot", deviceId, "--connect-timeout", "1m", "--reason", "kernel update");

        ended.ExitCode.ShouldBe(0, ended.Error);
        ended.Output.ShouldMatch(
            """
            ^202 \{"operationId":"[^"]+","status":"waiting","result":"accepted"\}
            Last reboot time: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z
            $
            """.ReplaceLineEndings("\n"));
        ended.Error.ShouldEndWith($"Device '{deviceId}': completed.\n");
        device.Boots.ShouldBe(2);
        (await ReportedAsync(deviceId)).GetRawText().ShouldContain("kernel update");
    }

    [Fact]
    public async Task Who_does_not_wait_gets_the_answer_only()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = new RebootingDevice(running.DeviceClient(deviceId));

        var ended = await running.Dmp().RunAsync("reboot", deviceId, "--connect-timeout", "1m", "--no-wait");

        ended.ExitCode.ShouldBe(0, ended.Error);
        ended.Output.ShouldMatch("^202 {.*}\n$");
        ended.Error.ShouldMatch($"^Operation '.+' is under way; its progress stands in the twin: dmp twin show {deviceId}\n$");
    }

    [Fact]
    public async Task A_device_with_the_tutorials_own_code_is_followed_by_its_time()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = running.DeviceClient(deviceId);
        await device.OpenAsync(TestContext.Current.CancellationToken);
        await device.AddMethodHandlerAsync("rebootDevice", RebootThenAnswerAsync, TestContext.Current.CancellationToken);

        var ended = await running.Dmp().RunAsync("reboot", deviceId);

        ended.Output.ShouldBe(
            """
            200 {"Response":"This is the response from the device"}
            Last reboot time: 2026-03-01T22:00:00Z

            """.ReplaceLineEndings("\n"));
        ended.ExitCode.ShouldBe(0);

        async Task<DirectMethodResponse> RebootThenAnswerAsync(DirectMethodRequest request, CancellationToken cancellationToken)
        {
            await device.UpdateReportedAsync(JsonElement.Parse("""{"rebootTime":"2026-03-01T22:00:00Z"}"""), cancellationToken);
            return DirectMethodResponse.FromJson(200, """{"Response":"This is the response from the device"}""");
        }
    }

    [Fact]
    public async Task The_method_and_the_patience_with_its_answer_can_be_chosen()
    {
        await using var device = await SilentDevice.ConnectAsync("restart");

        var call = device.Dmp().RunAsync("reboot", SilentDevice.DeviceId, "--method", "restart", "--response-timeout", "7s");
        await device.LetTimePassAsync(TimeSpan.FromSeconds(7));

        (await call).ShouldHaveFailed(3, $"Whether device '{SilentDevice.DeviceId}' reboots is not known: ");
    }

    [Fact]
    public async Task A_device_that_refuses_says_why()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = await running.ConnectAsync(deviceId, "rebootDevice", _ =>
            DirectMethodResponse.FromJson(409, """{"operationId":"other","error":{"code":"busy","message":"Another operation is running."}}"""));

        var ended = await running.Dmp().RunAsync("reboot", deviceId);

        ended.ShouldHaveFailed(1, "Another operation is running.");
    }

    [Fact]
    public async Task A_reboot_that_fails_says_why()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = new RebootingDevice(running.DeviceClient(deviceId), isBroken: true);

        var ended = await running.Dmp().RunAsync("reboot", deviceId, "--connect-timeout", "1m");

        ended.ExitCode.ShouldBe(1);
        ended.Error.ShouldContain($"dmp: The reboot of device '{deviceId}' ended 'failed': ");
        ended.Error.ShouldContain("The power switch is stuck.");
        ended.Output.ShouldNotContain("Last reboot time");
    }

    [Fact]
    public async Task A_device_that_is_not_back_in_time_leaves_the_outcome_unknown()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = await running.ConnectAsync(deviceId, "rebootDevice", Accept);

        var ended = await running.Dmp().RunAsync("reboot", deviceId, "--timeout", "1s");

        ended.ExitCode.ShouldBe(3);
        ended.Error.ShouldMatch($"^dmp: Device '{deviceId}' was not back within 00:00:01; it has reported nothing about operation '.+', which goes on\\. .*\n$");
    }

    [Fact]
    public async Task Who_stops_waiting_is_told_that_the_reboot_goes_on()
    {
        using var stop = new CancellationTokenSource();
        var deviceId = await running.CreateDeviceAsync();
        await using var device = await running.ConnectAsync(deviceId, "rebootDevice", Accept);
        var dmp = running.Dmp();

        var waiting = dmp.RunAsync(stop.Token, "reboot", deviceId);
        await dmp.Output.WaitForAsync("202", TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        var ended = await waiting;

        ended.ExitCode.ShouldBe(130);
        ended.Error.ShouldMatch($"^Operation '.+' goes on; its progress stands in the twin: dmp twin show {deviceId}\ndmp: Cancelled\\.\n$");
    }

    [Fact]
    public async Task A_device_that_never_answers_is_not_to_be_asked_again_blindly()
    {
        await using var device = await SilentDevice.ConnectAsync("rebootDevice");

        var call = device.Dmp().RunAsync("reboot", SilentDevice.DeviceId);
        await device.LetTimePassAsync(TimeSpan.FromSeconds(60));
        var ended = await call;

        ended.ShouldHaveFailed(3, $"Whether device '{SilentDevice.DeviceId}' reboots is not known: ");
        ended.Error.ShouldMatch($"look for operation '.+' in its twin: dmp twin show {SilentDevice.DeviceId}\n$");
    }

    [Fact]
    public async Task A_device_that_is_offline_is_told_at_once()
    {
        var deviceId = await running.CreateDeviceAsync();

        var ended = await running.Dmp().RunAsync("reboot", deviceId);

        ended.ShouldHaveFailed(1, "DeviceNotOnline");
    }

    [Fact]
    public async Task An_unknown_device_is_told_by_name()
    {
        var ended = await running.Dmp().RunAsync("reboot", "nobody");

        ended.ShouldHaveFailed(1, "Device 'nobody' is not registered in this hub.");
    }

    private static DirectMethodResponse Accept(DirectMethodRequest request)
    {
        var operationId = request.Payload.GetProperty("operationId").GetString();
        return DirectMethodResponse.FromJson(202, $$"""{"operationId":"{{operationId}}","status":"waiting","result":"accepted"}""");
    }

    private async Task<JsonElement> ReportedAsync(string deviceId)
    {
        await using var service = running.ServiceClient();
        var twin = await service.GetTwinAsync(deviceId, TestContext.Current.CancellationToken);
        return twin!.Reported.Properties;
    }
}
