using System.Text.Json;
using DeviceManagementPatterns.AzureDevices.Tests.Fakes;

namespace DeviceManagementPatterns.AzureDevices.Tests;

public sealed class TwinTests : IAsyncDisposable
{
    private readonly WatchedTimeProvider _time = new();
    private readonly FakeSdkClient _sdk = new();
    private readonly AzureDevicesDeviceClient _device;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public TwinTests() => _device = new AzureDevicesDeviceClient(_sdk.Link, "d1", new AzureDevicesOptions { TimeProvider = _time });

    public ValueTask DisposeAsync() => _device.DisposeAsync();

    [Fact]
    public async Task Both_sections_come_with_their_versions_and_without_the_hubs_own_members()
    {
        _sdk.DesiredVersion = 4;
        _sdk.ReportedJson = """{"$metadata":{"$lastUpdated":"2026-03-01T00:00:00Z"},"fan":"on","at":"2026-03-01T12:00:00+01:00","$version":12}""";

        var twin = await _device.GetTwinAsync(_stop);

        twin.Desired.Version.ShouldBe(4);
        twin.Reported.Version.ShouldBe(12);
        twin.Reported.Properties.EnumerateObject().Select(member => $"{member.Name}={member.Value.GetString()}")
            .ShouldBe(["fan=on", "at=2026-03-01T12:00:00+01:00"]);
    }

    [Theory]
    [InlineData("""{"a":1.10,"b":12345678901234567890,"c":1E5}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00.1000000+01:00","day":"2026-03-01"}""")]
    [InlineData("""{"gone":null,"nested":{"gone":null,"list":[1.0,"2026-03-01T00:00:00Z",{"x":0.1000}]}}""")]
    [InlineData("{}")]
    public async Task A_reported_patch_leaves_byte_for_byte(string patch)
    {
        var version = await _device.UpdateReportedAsync(JsonElement.Parse(patch), _stop);

        version.ShouldBeNull();
        _sdk.ReportedPatches.ShouldBe([patch]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_patch_that_is_no_object_is_refused_before_it_is_sent(string patch)
    {
        await Should.ThrowAsync<ArgumentException>(() => _device.UpdateReportedAsync(JsonElement.Parse(patch), _stop));

        _sdk.ReportedPatches.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_patch_on_an_offline_client_fails_at_its_deadline_although_the_client_would_wait_for_ever(bool isDeaf)
    {
        _sdk.IsOffline = true;
        _sdk.IsDeafToTokens = isDeaf;
        var update = _device.UpdateReportedAsync(JsonElement.Parse("""{"a":1}"""), _stop);

        await _time.LetPassAsync(TimeSpan.FromSeconds(60));

        var failure = await Should.ThrowAsync<HubException>(update);
        failure.Code.ShouldBe(HubErrorCode.Timeout);
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldBe(
            "Writing the reported properties of 'd1' failed: no answer within 60 s. The client is offline, or the hub does not answer.");
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_even_when_the_client_is_deaf_to_tokens()
    {
        _sdk.IsOffline = _sdk.IsDeafToTokens = true;
        using var given = new CancellationTokenSource();
        var read = _device.GetTwinAsync(given.Token);

        await given.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(read)).CancellationToken.ShouldBe(given.Token);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_when_the_client_makes_an_error_of_its_own_of_it()
    {
        using var given = new CancellationTokenSource();
        _sdk.DuringTwinRead = _ => given.Cancel();
        _sdk.Failure = () => new Microsoft.Azure.Devices.Client.Exceptions.IotHubCommunicationException("cancelled", null);

        await Should.ThrowAsync<OperationCanceledException>(() => _device.GetTwinAsync(given.Token));
    }

    [Fact]
    public async Task Opening_reads_the_twin_once()
    {
        await _device.OpenAsync(_stop);
        await _device.OpenAsync(_stop);

        _sdk.TwinReads.ShouldBe(1);
    }

    [Fact]
    public async Task A_disposed_adapter_says_so_and_the_client_stays_usable()
    {
        await _device.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => _device.GetTwinAsync(_stop));
        (await _sdk.Link.GetTwin(_stop)).Desired.ShouldContain("$version");
    }

    [Fact]
    public void An_option_outside_its_limits_is_named_with_its_value()
    {
        var options = new AzureDevicesOptions { CallTimeout = TimeSpan.FromHours(1) };

        var failure = Should.Throw<ArgumentOutOfRangeException>(() => new AzureDevicesDeviceClient(_sdk.Link, "d1", options));

        failure.Message.ShouldContain("AzureDevicesOptions.CallTimeout");
        failure.ActualValue.ShouldBe(TimeSpan.FromHours(1));
    }
}
