using System.Text.Json;
using DeviceManagementPatterns.AzureDevices.Links;
using Microsoft.Azure.Devices.Common.Exceptions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DeviceManagementPatterns.AzureDevices.Tests;

public sealed class ServiceClientTests : IAsyncDisposable
{
    private const string TwinJson =
        """
        {"deviceId":"d1","etag":"\"AAAB\"","version":3,"status":"enabled","connectionState":"Connected",
         "lastActivityTime":"2026-03-01T12:00:00Z","tags":{"site":"north"},
         "properties":{"desired":{"a":1,"$metadata":{},"$version":5},"reported":{"b":"2026-03-01","$metadata":{},"$version":7}}}
        """;

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly List<object> _sent = [];
    private Func<Task>? _onSend;
    private string? _payload = """{"ok":1.10}""";
    private string? _twin = TwinJson;
    private ServiceLink.Rows _rows = new([], null);
    private readonly AzureDevicesServiceClient _service;

    public ServiceClientTests() => _service = new AzureDevicesServiceClient(new ServiceLink
    {
        InvokeMethod = async (deviceId, call, _) => new ServiceLink.MethodAnswer(await SentAsync((deviceId, call), 202), _payload),
        GetTwin = (deviceId, _) => SentAsync<string?>(deviceId, _twin),
        UpdateTwin = (_, patch, _) => SentAsync(patch, _twin!),
        Query = (query, size, continuation) => SentAsync((query, size, continuation), _rows),
    });

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_method_call_carries_its_payload_and_both_timeouts_in_whole_seconds()
    {
        var call = new DirectMethodCall("reboot")
        {
            Payload = JsonElement.Parse("""{"n":1.50}"""),
            ResponseTimeout = TimeSpan.FromSeconds(30.2),
            ConnectTimeout = TimeSpan.FromSeconds(4),
        };

        var result = await _service.InvokeMethodAsync("d1", call, _stop);

        _sent.ShouldBe([("d1", new ServiceLink.MethodCall("reboot", """{"n":1.50}""", TimeSpan.FromSeconds(31), TimeSpan.FromSeconds(4)))]);
        result.ToString().ShouldBe("""202 {"ok":1.10}""");
    }

    [Fact]
    public async Task Nothing_is_sent_and_read_as_null()
    {
        _payload = null;

        var result = await _service.InvokeMethodAsync("d1", Call(), _stop);

        _sent.ShouldBe([("d1", new ServiceLink.MethodCall("reboot", "null", TimeSpan.FromSeconds(30), TimeSpan.Zero))]);
        result.Payload.ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(0, 0, "ResponseTimeout")]
    [InlineData(4.9, 0, "ResponseTimeout")]
    [InlineData(301, 0, "ResponseTimeout")]
    [InlineData(30, -1, "ConnectTimeout")]
    [InlineData(30, 301, "ConnectTimeout")]
    public async Task A_timeout_outside_its_limits_is_refused_before_anything_is_sent(double response, double connect, string named)
    {
        var call = Call() with { ResponseTimeout = TimeSpan.FromSeconds(response), ConnectTimeout = TimeSpan.FromSeconds(connect) };

        var refusal = await Should.ThrowAsync<ArgumentOutOfRangeException>(() => _service.InvokeMethodAsync("d1", call, _stop));

        refusal.Message.ShouldContain(named);
        _sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_is_not_JSON_is_the_devices_fault_and_it_has_acted()
    {
        _payload = "NaN";

        var failure = await Should.ThrowAsync<HubException>(() => _service.InvokeMethodAsync("d1", Call(), _stop));

        failure.Code.ShouldBe(HubErrorCode.InvalidResponseWhileProxying);
        failure.IsOutcomeUnknown.ShouldBeTrue();
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_although_the_SDK_throws_an_error_of_its_own()
    {
        using var given = new CancellationTokenSource();
        _onSend = async () =>
        {
            await given.CancelAsync();
            throw new IotHubException("A task was canceled.", new TaskCanceledException());
        };

        (await Should.ThrowAsync<OperationCanceledException>(() => _service.InvokeMethodAsync("d1", Call(), given.Token)))
            .CancellationToken.ShouldBe(given.Token);
    }

    [Fact]
    public async Task A_query_is_cancelled_although_the_SDK_takes_no_token_for_it()
    {
        using var given = new CancellationTokenSource();
        _onSend = () => new TaskCompletionSource().Task;
        var query = _service.QueryAsync("SELECT * FROM devices", cancellationToken: given.Token);

        await given.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(query);
    }

    [Fact]
    public async Task A_twin_is_read_with_its_stamp_unquoted_and_without_the_hubs_own_members()
    {
        var twin = (await _service.GetTwinAsync("d1", _stop))!;

        twin.DeviceId.ShouldBe("d1");
        twin.ETag.ShouldBe(new ETag("AAAB"));
        twin.Tags.GetRawText().ShouldBe("""{"site":"north"}""");
        twin.Desired.Properties.GetRawText().ShouldBe("""{"a":1}""");
        twin.Desired.Version.ShouldBe(5);
        twin.Reported.Version.ShouldBe(7);
        twin.IsConnected.ShouldBe(true);
        twin.IsEnabled.ShouldBe(true);
        twin.LastActivityTime.ShouldBe(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_twin_of_an_unknown_device_is_null()
    {
        _twin = null;

        (await _service.GetTwinAsync("nobody", _stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_patch_leaves_byte_for_byte_with_the_stamp_in_quotes()
    {
        var update = new TwinUpdate { Desired = JsonElement.Parse("""{"at":"2026-03-01T12:00:00+01:00","x":1.10,"gone":null}""") };

        var twin = await _service.UpdateTwinAsync("d1", update, new ETag("AAAA"), _stop);

        var patch = (ServiceLink.TwinPatch)_sent.Single();
        Text(patch.Desired).ShouldBe("""{"at":"2026-03-01T12:00:00+01:00","x":1.10,"gone":null}""");
        patch.Tags.ShouldBeNull();
        patch.IfMatch.ShouldBe("\"AAAA\"");
        twin.ETag.ShouldBe(new ETag("AAAB"));
    }

    [Fact]
    public async Task A_patch_without_a_stamp_is_forced_and_leaves_out_what_is_not_given()
    {
        await _service.UpdateTwinAsync("d1", new TwinUpdate { Tags = JsonElement.Parse("""{"site":"south"}""") }, cancellationToken: _stop);

        var patch = (ServiceLink.TwinPatch)_sent.Single();
        Text(patch.Tags).ShouldBe("""{"site":"south"}""");
        patch.Desired.ShouldBeNull();
        patch.IfMatch.ShouldBe("*");
    }

    [Fact]
    public async Task A_stale_stamp_is_told_as_such()
    {
        _onSend = () => throw new PreconditionFailedException("Precondition failed: stale", null);

        var failure = await Should.ThrowAsync<HubException>(() => _service.UpdateTwinAsync("d1", new TwinUpdate(), new ETag("A"), _stop));

        failure.Code.ShouldBe(HubErrorCode.PreconditionFailed);
        failure.Message.ShouldStartWith("Writing the twin of 'd1' failed: 412001 PreconditionFailed:");
    }

    [Fact]
    public async Task A_query_resumes_from_its_continuation_and_ends_when_there_is_none()
    {
        _rows = new ServiceLink.Rows(["""{"deviceId":"d1"}"""], "page2");
        var first = await _service.QueryAsync("SELECT * FROM devices", 1, null, _stop);
        _rows = new ServiceLink.Rows([], "");
        var second = await _service.QueryAsync("SELECT * FROM devices", 1, first.Continuation, _stop);

        _sent.ShouldBe([("SELECT * FROM devices", (int?)1, (string?)null), ("SELECT * FROM devices", (int?)1, "page2")]);
        first.Items.Single().GetProperty("deviceId").GetString().ShouldBe("d1");
        second.Items.ShouldBeEmpty();
        second.Continuation.ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task A_page_size_outside_its_limits_is_refused(int size) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => _service.QueryAsync("SELECT * FROM devices", size, null, _stop));

    private static DirectMethodCall Call() => new("reboot") { ResponseTimeout = TimeSpan.FromSeconds(30) };

    private static string Text(JObject? patch) => JsonConvert.SerializeObject(patch);

    private async Task<T> SentAsync<T>(object request, T answer)
    {
        _sent.Add(request);
        await (_onSend?.Invoke() ?? Task.CompletedTask);
        return answer;
    }
}
