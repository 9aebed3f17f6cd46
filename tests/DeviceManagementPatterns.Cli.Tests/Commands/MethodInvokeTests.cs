using System.Text.Json;
using DeviceManagementPatterns.Cli.Tests.Fixtures;

namespace DeviceManagementPatterns.Cli.Tests.Commands;

public sealed class MethodInvokeTests(RunningHub running) : IClassFixture<RunningHub>
{
    [Theory]
    [InlineData("""{"on":true}""")]
    [InlineData("[1,2]")]
    [InlineData("\"text\"")]
    [InlineData("-1")]
    [InlineData("null")]
    public async Task The_payload_goes_there_and_the_answer_comes_back(string payload)
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = await running.ConnectAsync(deviceId, "echo", request => new DirectMethodResponse(200, request.Payload));

        var ended = await running.Dmp().RunAsync("method", "invoke", deviceId, "echo", "--payload", payload);

        ended.ExitCode.ShouldBe(0, ended.Error);
        JsonSerializer.Serialize(JsonElement.Parse(ended.Output)).ShouldBe(payload);
        ended.Error.ShouldBe($"Device '{deviceId}' answered with status 200.\n");
    }

    [Fact]
    public async Task Without_a_payload_null_is_sent()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = await running.ConnectAsync(
            deviceId, "kind", request => DirectMethodResponse.FromJson(200, $"\"{request.Payload.ValueKind}\""));

        var ended = await running.Dmp().RunAsync("method", "invoke", deviceId, "kind");

        ended.Output.ShouldBe("\"Null\"\n");
    }

    [Fact]
    public async Task A_device_that_says_no_ends_with_1_and_its_words()
    {
        var deviceId = await running.CreateDeviceAsync();
        await using var device = await running.ConnectAsync(deviceId, "open", _ => DirectMethodResponse.FromJson(423, "\"locked\""));

        var ended = await running.Dmp().RunAsync("method", "invoke", deviceId, "open");

        ended.ShouldBe(new Ended(1, "\"locked\"\n", $"Device '{deviceId}' answered with status 423.\n"));
    }

    [Fact]
    public async Task A_device_that_is_offline_is_told_at_once()
    {
        var deviceId = await running.CreateDeviceAsync();

        var ended = await running.Dmp().RunAsync("method", "invoke", deviceId, "open");

        ended.ShouldHaveFailed(1, "DeviceNotOnline");
    }

    [Fact]
    public async Task A_device_that_comes_online_is_waited_for()
    {
        var deviceId = await running.CreateDeviceAsync();
        var call = running.Dmp().RunAsync("method", "invoke", deviceId, "open", "--connect-timeout", "1m");

        await using var device = await running.ConnectAsync(deviceId, "open", _ => new DirectMethodResponse(200));

        (await call).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_device_is_told_by_name()
    {
        var ended = await running.Dmp().RunAsync("method", "invoke", "nobody", "open");

        ended.ShouldHaveFailed(1, "nobody");
    }

    [Fact]
    public async Task A_name_that_no_method_can_have_is_not_sent()
    {
        var ended = await running.Dmp().RunAsync("method", "invoke", "nobody", "a b");

        ended.ShouldHaveFailed(2, "'a b' is not a method's name");
    }

    [Fact]
    public async Task A_device_that_never_answers_leaves_the_outcome_unknown()
    {
        await using var device = await SilentDevice.ConnectAsync("open");

        var call = device.Dmp().RunAsync("method", "invoke", SilentDevice.DeviceId, "open", "--response-timeout", "5s");
        await device.LetTimePassAsync(TimeSpan.FromSeconds(5));

        (await call).ShouldHaveFailed(3, "The device may have acted");
    }
}
