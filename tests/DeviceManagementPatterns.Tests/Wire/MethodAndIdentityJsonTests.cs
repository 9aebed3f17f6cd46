using System.Text;
using System.Text.Json;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Tests.Wire;

public sealed class MethodAndIdentityJsonTests
{
    [Fact]
    public void A_call_is_written_with_whole_seconds_and_read_again()
    {
        var call = new DirectMethodCall("reboot")
        {
            Payload = Parse("""{"operationId":"o1"}"""),
            ResponseTimeout = TimeSpan.FromSeconds(29.5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };

        var body = Encoding.UTF8.GetString(MethodJson.WriteCall(call));

        body.ShouldBe("""{"methodName":"reboot","responseTimeoutInSeconds":30,"connectTimeoutInSeconds":10,"payload":{"operationId":"o1"}}""");
        MethodJson.TryReadCall(Parse(body), out var read).ShouldBeTrue();
        read!.ResponseTimeout.ShouldBe(TimeSpan.FromSeconds(30));
        read.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("""{"methodName":"m"}""", "m 30 0 null")]
    [InlineData("""{"methodName":"m","timeoutInSeconds":99,"responseTimeoutInSeconds":null}""", "m 30 0 null")]
    [InlineData("""{"methodName":"m","responseTimeoutInSeconds":1,"connectTimeoutInSeconds":-5,"payload":[1]}""", "m 1 -5 [1]")]
    [InlineData("""{"methodName":"m","responseTimeoutInSeconds":"5"}""", "none")]
    [InlineData("""{"methodName":"m","connectTimeoutInSeconds":1.5}""", "none")]
    [InlineData("""{"methodName":7}""", "none")]
    [InlineData("{}", "none")]
    [InlineData("[]", "none")]
    public void A_call_is_read_as_SDKs_send_it(string text, string expected)
    {
        var isCall = MethodJson.TryReadCall(Parse(text), out var call);

        (isCall ? $"{call!.MethodName} {call.ResponseTimeout.TotalSeconds} {call.ConnectTimeout.TotalSeconds} {call.Payload.GetRawText()}" : "none")
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"status":202,"payload":{"a":1}}""", "202 {\"a\":1}")]
    [InlineData("""{"status":-1,"payload":null}""", "-1 null")]
    [InlineData("""{"status":0}""", "0 null")]
    [InlineData("""{"status":"200"}""", "none")]
    [InlineData("""{"status":2147483648}""", "none")]
    [InlineData("""{"payload":1}""", "none")]
    public void A_result_is_read(string text, string expected)
    {
        var isResult = MethodJson.TryReadResult(Parse(text), out var result);

        (isResult ? result!.ToString() : "none").ShouldBe(expected);
    }

    [Fact]
    public void An_identity_is_read_as_the_hub_writes_it()
    {
        var json = Parse("""
            {"deviceId":"d1","etag":"MTMyMjgyMDQ5","connectionState":"Connected","status":"disabled",
             "authentication":{"symmetricKey":{"primaryKey":"a2V5","secondaryKey":""},"type":"sas"}}
            """);

        IdentityJson.TryRead(json, out var device).ShouldBeTrue();

        device.ShouldBe(new DeviceIdentity("d1")
        {
            PrimaryKey = "a2V5",
            IsEnabled = false,
            IsConnected = true,
            ETag = new ETag("MTMyMjgyMDQ5"),
        });
    }

    [Fact]
    public void An_identity_is_written_with_nulls_for_keys_that_the_hub_shall_make()
    {
        Encoding.UTF8.GetString(IdentityJson.Write(new DeviceIdentity("d1")))
            .ShouldBe("""{"deviceId":"d1","status":"enabled","authentication":{"symmetricKey":{"primaryKey":null,"secondaryKey":null},"type":"sas"}}""");
    }

    [Theory]
    [InlineData("\"AAA=\"", "AAA=")]
    [InlineData("AAA=", "AAA=")]
    [InlineData("W/\"AAA=\"", "AAA=")]
    [InlineData("\"*\"", "*")]
    [InlineData("*", "*")]
    [InlineData("\"\"", "none")]
    [InlineData("\"", "none")]
    [InlineData("", "none")]
    public void A_stamp_is_read_quoted_bare_or_weak(string text, string expected)
    {
        var isTag = ETagText.TryParse(text, out var etag);

        (isTag ? etag.Value : "none").ShouldBe(expected);
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;
}
