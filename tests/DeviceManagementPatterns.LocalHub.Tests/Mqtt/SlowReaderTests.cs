namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class SlowReaderTests
{
    [Fact]
    public async Task A_device_that_does_not_read_is_cut_off_and_others_are_served()
    {
        await using var hub = await RunningHub.StartAsync();
        using var deaf = await hub.ConnectAsync("deaf");
        using var other = await hub.ConnectAsync("other");
        await deaf.SubscribeAsync("$iothub/twin/res/#");
        await other.SubscribeAsync("$iothub/twin/res/#");
        var text = new string('x', 4000);
        var document = string.Join(',', Enumerable.Range(0, 7).Select(i => $"\"p{i}\":\"{text}\""));
        await hub.Rest().PatchAsync("/twins/deaf", $$"""{"properties":{"desired":{ {{document}} } } }""");

        var asking = AskWithoutReadingAsync(deaf);
        await other.PublishAsync("$iothub/twin/GET/?$rid=1");
        (await other.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/200/?$rid=1 ");

        await asking;
        await hub.Hub.DisposeAsync();
        hub.LogMessages.ShouldContain(message => message.Contains("it reads too slowly"));
    }

    private static async Task AskWithoutReadingAsync(MqttWire deaf)
    {
        try
        {
            for (var i = 0; i < 100_000; i++)
            {
                await deaf.PublishAsync($"$iothub/twin/GET/?$rid={i}");
            }

            throw new InvalidOperationException("The hub kept hundreds of megabytes for a device that does not read.");
        }
        catch (IOException)
        {
            // The hub has cut the device off.
        }
    }
}
