using System.Buffers;
using System.Text;
using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Methods;

public sealed class MethodBodyTests
{
    [Fact]
    public void The_payload_is_passed_on_byte_for_byte()
    {
        var call = Parse("""{"payload": {"a" : [1.50, "\u00e9"]} ,"methodName":"reboot","responseTimeoutInSeconds":5,"connectTimeoutInSeconds":300}""");

        call.MethodName.ShouldBe("reboot");
        Encoding.UTF8.GetString(call.Payload.Span).ShouldBe("""{"a" : [1.50, "\u00e9"]}""");
        call.ResponseTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        call.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(300));
    }

    [Theory]
    [InlineData("""{"methodName":"reboot"}""", "")]
    [InlineData("""{"methodName":"reboot","payload":null}""", "null")]
    [InlineData("""{"methodName":"reboot","payload":"x","timeoutInSeconds":1,"responseTimeoutInSeconds":null}""", "\"x\"")]
    public void What_is_left_out_takes_the_hubs_defaults(string body, string payload)
    {
        var call = Parse(body);

        Encoding.UTF8.GetString(call.Payload.Span).ShouldBe(payload);
        call.ResponseTimeout.ShouldBe(TimeSpan.FromSeconds(30));
        call.ConnectTimeout.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("", HubErrorCode.ArgumentInvalid, "The body is not valid JSON")]
    [InlineData("[]", HubErrorCode.ArgumentInvalid, "The body must be a JSON object.")]
    [InlineData("""{"methodName":"a"} x""", HubErrorCode.ArgumentInvalid, "The body is not valid JSON")]
    [InlineData("{}", HubErrorCode.ArgumentNull, "methodName is missing.")]
    [InlineData("""{"methodName":null}""", HubErrorCode.ArgumentNull, "methodName is missing.")]
    [InlineData("""{"methodName":1}""", HubErrorCode.ArgumentInvalid, "methodName must be a string.")]
    [InlineData("""{"methodName":"a","responseTimeoutInSeconds":"5"}""", HubErrorCode.ArgumentInvalid, "responseTimeoutInSeconds must be a whole number of seconds.")]
    public void A_malformed_body_is_refused(string body, HubErrorCode code, string message)
    {
        var refusal = Should.Throw<HubException>(() => Parse(body));

        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldStartWith(message);
    }

    [Theory]
    [InlineData("a", 4, 0, "responseTimeoutInSeconds must be within [5; 300].")]
    [InlineData("a", 301, 0, "responseTimeoutInSeconds must be within [5; 300].")]
    [InlineData("a", 30, -1, "connectTimeoutInSeconds must be within [0; 300].")]
    [InlineData("a", 30, 301, "connectTimeoutInSeconds must be within [0; 300].")]
    [InlineData("", 30, 0, "methodName has 0 characters; 1 to 100 are allowed.")]
    [InlineData("a/b", 30, 0, "methodName 'a/b' holds '/' at position 2;")]
    [InlineData("a b", 30, 0, "methodName 'a b' holds ' ' at position 2;")]
    [InlineData("é", 30, 0, "methodName 'é' holds 'é' at position 1;")]
    public void A_call_that_breaks_a_rule_is_refused(string name, int responseSeconds, int connectSeconds, string message)
    {
        var call = new MethodInvocation(name, default)
        {
            ResponseTimeout = TimeSpan.FromSeconds(responseSeconds),
            ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
        };

        var refusal = Should.Throw<HubException>(() => MethodRules.Check(call));

        refusal.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        refusal.Message.ShouldStartWith(message);
    }

    [Theory]
    [InlineData("rebootDevice", 5, 0)]
    [InlineData("a-b.c_d!#%&'*+^`|~", 300, 300)]
    public void A_call_within_the_rules_passes(string name, int responseSeconds, int connectSeconds) => MethodRules.Check(new MethodInvocation(name, default)
    {
        ResponseTimeout = TimeSpan.FromSeconds(responseSeconds),
        ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
    });

    [Fact]
    public void The_devices_bytes_stand_in_the_answer_as_they_are()
    {
        var output = new ArrayBufferWriter<byte>();

        new MethodOutcome(600, """{"a" : 1.50}"""u8.ToArray()).WriteTo(output);

        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("""{"status":600,"payload":{"a" : 1.50}}""");
    }

    private static MethodInvocation Parse(string body) => MethodInvocation.Parse(Encoding.UTF8.GetBytes(body));
}
