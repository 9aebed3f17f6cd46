using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Methods;

public sealed class MethodTests
{
    private static readonly HubIdentityId D1 = new("d1");

    private readonly TestHub _hub = new();
    private readonly RecordingLink _link = new();

    [Fact]
    public async Task The_answer_of_the_device_reaches_the_caller_byte_for_byte()
    {
        var session = await ListenAsync();

        var call = InvokeAsync("reboot", """{"a" : 1.0}""");
        session.CompleteMethod("1", -7, """{"b" :2.50}"""u8.ToArray());

        _link.Sent[^1].ShouldBe("""method 1 reboot {"a" : 1.0}""");
        var outcome = await call;
        outcome.Status.ShouldBe(-7);
        Encoding.UTF8.GetString(outcome.Payload.Span).ShouldBe("""{"b" :2.50}""");
    }

    [Fact]
    public async Task An_empty_answer_is_null()
    {
        var session = await ListenAsync();

        var call = InvokeAsync("reboot");
        session.CompleteMethod("1", 200, ReadOnlyMemory<byte>.Empty);

        Encoding.UTF8.GetString((await call).Payload.Span).ShouldBe("null");
    }

    [Fact]
    public async Task Calls_in_flight_have_numbers_of_their_own_and_may_be_answered_in_any_order()
    {
        var session = await ListenAsync();
        var first = InvokeAsync("a");
        var second = InvokeAsync("b");

        session.CompleteMethod("2", 2, "2"u8.ToArray());
        session.CompleteMethod("1", 1, "1"u8.ToArray());

        (await first).Status.ShouldBe(1);
        (await second).Status.ShouldBe(2);
    }

    [Fact]
    public async Task Answers_that_are_late_twice_or_unknown_are_read_and_ignored()
    {
        var session = await ListenAsync();
        var call = InvokeAsync("reboot");

        session.CompleteMethod("99", 500, "0"u8.ToArray()).ShouldBeTrue();
        session.CompleteMethod("1", 200, "1"u8.ToArray()).ShouldBeTrue();
        session.CompleteMethod("1", 500, "2"u8.ToArray()).ShouldBeTrue();

        (await call).Status.ShouldBe(200);
        session.Close("gone");
        session.CompleteMethod("1", 500, "3"u8.ToArray()).ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_that_is_not_JSON_is_a_bad_gateway_and_the_device_may_have_acted()
    {
        var session = await ListenAsync();
        var call = InvokeAsync("reboot");

        session.CompleteMethod("1", 200, "rebooting now"u8.ToArray());

        var failure = await call.ShouldThrowAsync<HubException>();
        failure.Code.ShouldBe(HubErrorCode.InvalidResponseWhileProxying);
        failure.Message.ShouldBe("The device answered 'reboot' with a body that is not JSON.");
        failure.IsOutcomeUnknown.ShouldBeTrue();
    }

    [Fact]
    public async Task Payloads_may_have_128_KB_each_way()
    {
        var session = await ListenAsync();
        var full = $"\"{new string('x', (128 * 1024) - 2)}\"";

        var call = InvokeAsync("reboot", full);
        session.CompleteMethod("1", 200, Encoding.UTF8.GetBytes(full));
        (await call).Payload.Length.ShouldBe(128 * 1024);

        (await InvokeAsync("reboot", full + " ").ShouldThrowAsync<HubException>()).Message
            .ShouldBe("The payload of 'reboot' has 131073 bytes; at most 131072 are allowed.");
        call = InvokeAsync("reboot");
        session.CompleteMethod("2", 200, Encoding.UTF8.GetBytes(full + " "));
        (await call.ShouldThrowAsync<HubException>()).Message.ShouldBe("The device answered 'reboot' with 131073 bytes; at most 131072 are allowed.");
    }

    [Fact]
    public async Task A_module_has_methods_too()
    {
        await _hub.CreateAsync("d1");
        await _hub.CreateAsync("d1", "m1");
        var module = new HubIdentityId("d1", "m1");
        var session = _hub.Runtime.OpenSession(module, _link, cleanSession: true, modelId: null);
        session.SubscribeMethods(true);

        var call = _hub.Runtime.InvokeMethodAsync(module, new MethodInvocation("ping", "null"u8.ToArray()), TestHub.Stop);
        session.CompleteMethod("1", 200, "1"u8.ToArray());

        (await call).Status.ShouldBe(200);
        (await InvokeAsync("ping").ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.DeviceNotOnline);
    }

    [Fact]
    public async Task An_unknown_device_or_module_is_not_found()
    {
        (await InvokeAsync("reboot").ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.DeviceNotFound);

        await _hub.CreateAsync("d1");
        var call = _hub.Runtime.InvokeMethodAsync(new HubIdentityId("d1", "m1"), new MethodInvocation("a", default), TestHub.Stop);
        (await call.ShouldThrowAsync<HubException>()).Code.ShouldBe(HubErrorCode.ModuleNotFound);
    }

    private Task<MethodOutcome> InvokeAsync(string name, string payload = "null") =>
        _hub.Runtime.InvokeMethodAsync(D1, new MethodInvocation(name, Encoding.UTF8.GetBytes(payload)), TestHub.Stop);

    private async Task<HubSession> ListenAsync()
    {
        await _hub.CreateAsync("d1");
        var session = _hub.Runtime.OpenSession(D1, _link, cleanSession: true, modelId: null);
        session.SubscribeMethods(true);
        return session;
    }
}
