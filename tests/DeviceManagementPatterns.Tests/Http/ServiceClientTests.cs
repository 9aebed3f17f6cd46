using System.Globalization;
using System.Text.Json;
using DeviceManagementPatterns.Tests.Fixtures;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Tests.Http;

public sealed class ServiceClientTests : IAsyncLifetime
{
    private const string Key = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM=";
    private const string Twin = """{"deviceId":"d1","etag":"AAAAAAAAAAI=","properties":{"desired":{"a":1,"$version":2},"reported":{"$version":1}}}""";
    private static readonly DirectMethodCall Reboot = new("reboot") { ResponseTimeout = TimeSpan.FromSeconds(30) };

    private readonly TestAuthority _authority = new();
    private readonly WatchedTime _time = new();
    private ScriptedHub _hub = null!;
    private IotHubServiceClient _client = null!;

    /// <summary>Repeats after a millisecond of real time.</summary>
    private IotHubServiceClient _hasty = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await ScriptedHub.StartAsync(_authority.Issue("localhost"));
        _client = Client(new IotHubServiceOptions { CaFile = _authority.CaFile }, _time);
        _hasty = Client(
            new IotHubServiceOptions { CaFile = _authority.CaFile, RetryBaseDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(1) },
            TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _hasty.DisposeAsync();
        await _hub.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_twin_is_read_with_a_token_of_the_policy_though_localhost_listens_on_one_address_only()
    {
        _hub.Answer(200, Twin);

        var twin = await _client.GetTwinAsync("d'1", Stop);

        twin!.Desired.Find("a")!.Value.GetInt32().ShouldBe(1);
        var seen = _hub.Seen.Single();
        seen.Target.ShouldBe("GET /twins/d'1?api-version=2021-04-12");
        seen.Headers["Host"].ShouldBe($"localhost:{_hub.Port}");
        SasToken.TryParse(seen.Headers["Authorization"], out var token).ShouldBeTrue();
        token!.KeyName.ShouldBe("service");
        token.Verify([Key], _time.GetUtcNow(), TimeSpan.Zero, $"localhost:{_hub.Port}", "twins/d1").ShouldBe(SasVerdict.Valid);
    }

    [Fact]
    public async Task A_token_is_used_again_until_four_fifths_of_its_life()
    {
        foreach (var minutes in new[] { 0, 47, 2 })
        {
            _time.Advance(TimeSpan.FromMinutes(minutes));
            _hub.Answer(200, Twin);
            await _client.GetTwinAsync("d1", Stop);
        }

        var tokens = _hub.Seen.Select(seen => seen.Headers["Authorization"]).ToArray();
        tokens[1].ShouldBe(tokens[0]);
        tokens[2].ShouldNotBe(tokens[0]);
    }

    [Fact]
    public async Task An_unknown_device_has_no_twin()
    {
        _hub.Answer(404, """{"Message":"ErrorCode:DeviceNotFound;d1","ExceptionMessage":""}""", ("iothub-errorcode", "DeviceNotFound"));

        (await _client.GetTwinAsync("d1", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_404_of_something_else_is_an_error()
    {
        _hub.Answer(404, "<html>nginx</html>");

        var error = await Should.ThrowAsync<HubException>(() => _client.GetTwinAsync("d1", Stop));

        error.Code.ShouldBeNull();
        error.Message.ShouldContain("<html>nginx</html>");
    }

    [Fact]
    public async Task A_patch_carries_tags_desired_properties_and_a_quoted_stamp()
    {
        _hub.Answer(200, Twin);
        _hub.Answer(200, Twin);
        var update = new TwinUpdate { Desired = Parse("""{"a":null}"""), Tags = Parse("""{"site":"x"}""") };

        await _client.UpdateTwinAsync("d1", update, cancellationToken: Stop);
        await _client.UpdateTwinAsync("d1", update, new ETag("AAA="), Stop);

        var seen = _hub.Seen.ToArray();
        seen[0].Target.ShouldBe("PATCH /twins/d1?api-version=2021-04-12");
        seen[0].Body.ShouldBe("""{"tags":{"site":"x"},"properties":{"desired":{"a":null}}}""");
        seen[0].Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        seen.Select(request => request.Headers["If-Match"]).ShouldBe(["\"*\"", "\"AAA=\""]);
    }

    [Fact]
    public async Task Pages_of_a_query_are_asked_for_one_after_the_other()
    {
        _hub.Answer(200, """[{"deviceId":"d1"}]""", ("x-ms-continuation", "next"), ("x-ms-item-type", "Raw"));
        _hub.Answer(200, "[]");

        var first = await _client.QueryAsync("SELECT deviceId FROM devices", 1, cancellationToken: Stop);
        var last = await _client.QueryAsync("SELECT deviceId FROM devices", 1, first.Continuation, Stop);

        first.Items.Single().GetProperty("deviceId").GetString().ShouldBe("d1");
        last.Items.ShouldBeEmpty();
        last.Continuation.ShouldBeNull();
        var seen = _hub.Seen.ToArray();
        seen[0].Target.ShouldBe("POST /devices/query?api-version=2021-04-12");
        seen[0].Body.ShouldBe("""{"query":"SELECT deviceId FROM devices"}""");
        seen[0].Headers.ShouldNotContainKey("x-ms-continuation");
        seen[1].Headers["x-ms-continuation"].ShouldBe("next");
        seen[1].Headers["x-ms-max-item-count"].ShouldBe("1");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_read_is_repeated_after_a_passing_failure(int status)
    {
        _hub.Answer(status, "");
        _hub.Answer(status, "");
        _hub.Answer(200, Twin);

        var twin = await _hasty.GetTwinAsync("d1", Stop);

        twin!.DeviceId.ShouldBe("d1");

        _hub.Seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_read_is_repeated_after_the_connection_broke()
    {
        _hub.Answer(Abort);
        _hub.Answer(200, Twin);

        (await _hasty.GetTwinAsync("d1", Stop))!.DeviceId.ShouldBe("d1");
    }

    [Fact]
    public async Task Repetitions_end_and_the_last_failure_is_told()
    {
        for (var i = 0; i < 5; i++)
        {
            _hub.Answer(503, "");
        }

        var error = await Should.ThrowAsync<HubException>(() => _hasty.GetTwinAsync("d1", Stop));

        error.Code.ShouldBe(HubErrorCode.ServiceUnavailable);
        _hub.Seen.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(412)]
    public async Task A_refusal_is_not_repeated(int status)
    {
        _hub.Answer(status, "{}");

        await Should.ThrowAsync<HubException>(() => _client.GetTwinAsync("d1", Stop));

        _hub.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("AAA=", 2)]
    public async Task A_write_is_repeated_only_where_a_stamp_guards_it(string? stamp, int attempts)
    {
        _hub.Answer(503, "");
        _hub.Answer(200, Twin);

        var write = _hasty.UpdateTwinAsync("d1", new TwinUpdate { Tags = Parse("{}") }, stamp is null ? default : new ETag(stamp), Stop);
        if (attempts == 1)
        {
            await Should.ThrowAsync<HubException>(() => write);
        }
        else
        {
            await write;
        }

        _hub.Seen.Count.ShouldBe(attempts);
    }

    [Fact]
    public async Task A_stale_stamp_after_a_repetition_says_that_it_may_be_our_own_doing()
    {
        _hub.Answer(Abort);
        _hub.Answer(412, "{}");

        var error = await Should.ThrowAsync<HubException>(
            () => _hasty.UpdateTwinAsync("d1", new TwinUpdate { Tags = Parse("{}") }, new ETag("AAA="), Stop));

        error.Code.ShouldBe(HubErrorCode.PreconditionFailed);
        error.Message.ShouldContain("may itself be what has written");
    }

    [Fact]
    public async Task A_method_is_called_and_answered()
    {
        _hub.Answer(200, """{"status":202,"payload":{"status":"accepted"}}""");

        var result = await _client.InvokeMethodAsync("d1", Reboot, Stop);

        result.ToString().ShouldBe("""202 {"status":"accepted"}""");
        var seen = _hub.Seen.Single();
        seen.Target.ShouldBe("POST /twins/d1/methods?api-version=2021-04-12");
        seen.Body.ShouldBe("""{"methodName":"reboot","responseTimeoutInSeconds":30,"connectTimeoutInSeconds":0,"payload":null}""");
    }

    [Theory]
    [InlineData(504, "GatewayTimeout", HubErrorCode.GatewayTimeout, true)]
    [InlineData(404, "DeviceConnectionClosedRemotely", HubErrorCode.DeviceConnectionClosedRemotely, true)]
    [InlineData(503, "ServiceUnavailable", HubErrorCode.ServiceUnavailable, true)]
    [InlineData(500, "ServerError", HubErrorCode.ServerError, true)]
    [InlineData(404, "DeviceNotOnline", HubErrorCode.DeviceNotOnline, false)]
    [InlineData(404, "DeviceNotFound", HubErrorCode.DeviceNotFound, false)]
    [InlineData(401, "IotHubUnauthorizedAccess", HubErrorCode.IotHubUnauthorizedAccess, false)]
    [InlineData(400, "ArgumentInvalid", HubErrorCode.ArgumentInvalid, false)]
    public async Task A_method_call_is_made_once_and_tells_whether_the_device_may_have_acted(
        int status, string name, HubErrorCode code, bool isUnknown)
    {
        _hub.Answer(status, "", ("iothub-errorcode", name));

        var error = await Should.ThrowAsync<HubException>(() => _hasty.InvokeMethodAsync("d1", Reboot, Stop));

        error.Code.ShouldBe(code);
        error.IsOutcomeUnknown.ShouldBe(isUnknown);
        _hub.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_method_call_whose_connection_broke_is_not_made_again_and_its_outcome_is_unknown()
    {
        _hub.Answer(200, """{"status":200,"payload":null}""");
        _hub.Answer(Abort);
        await _client.InvokeMethodAsync("d1", Reboot, Stop);

        var error = await Should.ThrowAsync<HubException>(() => _hasty.InvokeMethodAsync("d1", Reboot, Stop));

        error.Code.ShouldBe(HubErrorCode.Network);
        error.IsOutcomeUnknown.ShouldBeTrue();
        _hub.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_throttled_method_call_is_made_again()
    {
        _hub.Answer(429, "", ("iothub-errorcode", "ThrottlingException"));
        _hub.Answer(200, """{"status":200,"payload":null}""");

        var result = await _hasty.InvokeMethodAsync("d1", Reboot, Stop);

        result.Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_method_call_gets_its_two_timeouts_and_ten_seconds_more()
    {
        var arrived = new TaskCompletionSource();
        _hub.Answer(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var call = _client.InvokeMethodAsync("d1", Reboot with { ConnectTimeout = TimeSpan.FromSeconds(20) }, Stop);
        await arrived.Task.WaitAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(59.9));
        call.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));

        var error = await Should.ThrowAsync<HubException>(() => call);
        error.Code.ShouldBe(HubErrorCode.Timeout);
        error.IsOutcomeUnknown.ShouldBeTrue();
        error.Message.ShouldContain("no answer within 60 s");
    }

    [Fact]
    public async Task A_longer_pause_than_allowed_is_told_instead_of_waited()
    {
        _hub.Answer(429, "", ("Retry-After", "120"));

        var error = await Should.ThrowAsync<HubException>(() => _client.GetTwinAsync("d1", Stop));

        error.RetryAfter.ShouldBe(TimeSpan.FromMinutes(2));
        _hub.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_pause_that_the_hub_asks_for_is_waited()
    {
        _hub.Answer(429, "", ("Retry-After", "30"));
        _hub.Answer(200, Twin);

        var read = _client.GetTwinAsync("d1", Stop);
        await _time.WaitBeginsAsync(TimeSpan.FromSeconds(30), Stop);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        _hub.Seen.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        (await read)!.DeviceId.ShouldBe("d1");
    }

    [Theory]
    [InlineData("<html>Welcome to the hotel</html>", HubErrorCode.UnexpectedAnswer)]
    [InlineData("", HubErrorCode.UnexpectedAnswer)]
    [InlineData("[]", HubErrorCode.UnexpectedAnswer)]
    public async Task An_answer_that_is_no_twin_is_shown(string body, HubErrorCode code)
    {
        _hub.Answer(200, body);

        var error = await Should.ThrowAsync<HubException>(() => _client.GetTwinAsync("d1", Stop));

        error.Code.ShouldBe(code);
        error.Message.ShouldContain($"'{body}'");
    }

    [Fact]
    public async Task A_device_that_answered_no_JSON_may_have_acted()
    {
        _hub.Answer(200, """{"status":200,"payload":oops}""");

        var error = await Should.ThrowAsync<HubException>(() => _client.InvokeMethodAsync("d1", Reboot, Stop));

        error.Code.ShouldBe(HubErrorCode.InvalidResponseWhileProxying);
        error.IsOutcomeUnknown.ShouldBeTrue();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _hub.Answer(302, "", ("Location", "https://localhost:1/login"));

        var error = await Should.ThrowAsync<HubException>(() => _client.GetTwinAsync("d1", Stop));

        error.Message.ShouldContain("302");
        _hub.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_endless_answer_is_cut()
    {
        _hub.Answer(async context =>
        {
            var block = new byte[1024 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, CancellationToken.None);
            }
        });

        var error = await Should.ThrowAsync<HubException>(() => _client.GetTwinAsync("d1", Stop));

        error.Code.ShouldBe(HubErrorCode.UnexpectedAnswer);
        error.Message.ShouldContain("larger than 64 MB");
    }

    [Fact]
    public async Task The_callers_token_stops_a_call_as_a_cancellation()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        _hub.Answer(async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Should.ThrowAsync<OperationCanceledException>(() => _client.GetTwinAsync("d1", stop.Token));
    }

    [Theory]
    [InlineData(4.9, 0)]
    [InlineData(300.1, 0)]
    [InlineData(30, -1)]
    [InlineData(30, 300.1)]
    public async Task Timeouts_outside_the_hubs_limits_are_refused_before_anything_is_sent(double response, double connect)
    {
        var call = Reboot with { ResponseTimeout = TimeSpan.FromSeconds(response), ConnectTimeout = TimeSpan.FromSeconds(connect) };

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => _client.InvokeMethodAsync("d1", call, Stop));

        _hub.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("re boot")]
    [InlineData("a/b")]
    public async Task What_is_no_name_of_a_method_is_refused(string name) =>
        await Should.ThrowAsync<ArgumentException>(() => _client.InvokeMethodAsync("d1", Reboot with { MethodName = name }, Stop));

    private static Task Abort(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private IotHubServiceClient Client(IotHubServiceOptions options, TimeProvider time) => new(
        string.Create(CultureInfo.InvariantCulture, $"HostName=localhost:{_hub.Port};SharedAccessKeyName=service;SharedAccessKey={Key}"),
        options,
        timeProvider: time);
}
