using DeviceManagementPatterns.AzureDevices.Tests.Fakes;
using Microsoft.Azure.Devices.Client.Exceptions;
using SdkReason = Microsoft.Azure.Devices.Client.ConnectionStatusChangeReason;
using SdkStatus = Microsoft.Azure.Devices.Client.ConnectionStatus;

namespace DeviceManagementPatterns.AzureDevices.Tests;

public sealed class DesiredTests : IAsyncDisposable
{
    private readonly WatchedTimeProvider _time = new();
    private readonly FakeSdkClient _sdk = new();
    private readonly AzureDevicesDeviceClient _device;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public DesiredTests() => _device = Device(new AzureDevicesOptions { TimeProvider = _time });

    public ValueTask DisposeAsync() => _device.DisposeAsync();

    [Fact]
    public async Task The_current_section_comes_first_then_each_change_without_the_hubs_own_members()
    {
        await using var watch = Watch();

        (await NextAsync(watch)).ShouldBe("1 {\"step\":1}");
        _sdk.ChangeDesired();
        (await NextAsync(watch)).ShouldBe("2 {\"step\":2}");
    }

    [Fact]
    public async Task A_change_that_comes_before_anyone_asks_for_the_next_is_not_lost()
    {
        await using var watch = Watch();
        await NextAsync(watch);

        _sdk.ChangeDesired();
        _sdk.ChangeDesired();

        (await NextAsync(watch)).ShouldBe("3 {\"step\":3}");
    }

    [Fact]
    public async Task A_burst_of_changes_is_read_once()
    {
        await using var watch = Watch();
        await NextAsync(watch);

        for (var change = 0; change < 50; change++)
        {
            _sdk.ChangeDesired();
        }

        (await NextAsync(watch)).ShouldStartWith("51 ");
        _sdk.TwinReads.ShouldBe(2);
    }

    [Fact]
    public async Task An_update_that_brings_nothing_new_is_not_passed_on()
    {
        await using var watch = Watch();
        await NextAsync(watch);

        var next = NextAsync(watch);
        _sdk.DesiredCallback!();
        await TwinReadsAsync(2);
        _sdk.ChangeDesired();

        (await next).ShouldStartWith("2 ");
    }

    [Fact]
    public async Task An_older_section_than_the_last_is_not_passed_on()
    {
        _sdk.DesiredVersion = 5;
        await using var watch = Watch();
        await NextAsync(watch);

        var next = NextAsync(watch);
        _sdk.DesiredVersion = 3;
        _sdk.DesiredCallback!();
        await TwinReadsAsync(2);
        _sdk.DesiredVersion = 6;
        _sdk.DesiredCallback();

        (await next).ShouldStartWith("6 ");
    }

    [Fact]
    public async Task Versions_only_rise_and_the_last_one_arrives_however_the_updates_are_mixed_up()
    {
        const int Changes = 300;
        var order = new Random(20260301);
        await using var watch = Watch();
        var seen = new List<int> { await NextVersionAsync(watch) };

        var writing = Task.Run(
            () => Parallel.For(0, Changes, _ =>
            {
                int repeats;
                lock (order)
                {
                    _sdk.DesiredVersion++;
                    repeats = order.Next(1, 4);
                }

                for (var repeat = 0; repeat < repeats; repeat++)
                {
                    _sdk.DesiredCallback!();
                }
            }),
            _stop);
        while (seen[^1] <= Changes)
        {
            seen.Add(await NextVersionAsync(watch));
        }

        await writing;
        seen.ShouldBe(seen.Order().Distinct());
        seen[^1].ShouldBe(Changes + 1);
    }

    [Fact]
    public async Task Several_watchers_share_the_one_slot_and_the_read_after_a_change()
    {
        await using var first = Watch();
        await using var second = Watch();
        await NextAsync(first);
        await NextAsync(second);
        var before = _sdk.TwinReads;

        _sdk.ChangeDesired();
        var sections = await Task.WhenAll(NextAsync(first), NextAsync(second));

        sections.ShouldBe(["2 {\"step\":2}", "2 {\"step\":2}"]);
        _sdk.DesiredCallbacksTaken.ShouldBe(1);
        _sdk.TwinReads.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_later_watcher_reads_afresh()
    {
        await using var first = Watch();
        await NextAsync(first);
        _sdk.DesiredVersion = 9;

        await using var second = Watch();

        (await NextAsync(second)).ShouldStartWith("9 ");
    }

    [Fact]
    public async Task The_slot_is_taken_before_the_first_read_so_that_no_change_falls_in_between()
    {
        var wasTaken = false;
        _sdk.DuringTwinRead = _ => wasTaken = _sdk.DesiredCallback is not null;
        await using var watch = Watch();

        await NextAsync(watch);

        wasTaken.ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_is_taken_until_someone_watches()
    {
        await _device.GetTwinAsync(_stop);

        _sdk.DesiredCallbacksTaken.ShouldBe(0);
    }

    [Fact]
    public async Task Disposing_the_adapter_ends_the_watch_and_leaves_a_callback_that_does_nothing()
    {
        await using var watch = Watch();
        await NextAsync(watch);
        var next = watch.MoveNextAsync().AsTask();

        await _device.DisposeAsync();

        (await next).ShouldBeFalse();
        var reads = _sdk.TwinReads;
        _sdk.ChangeDesired();
        _sdk.TwinReads.ShouldBe(reads);
        _sdk.DesiredCallbacksTaken.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_watch_is_cancelled()
    {
        using var given = new CancellationTokenSource();
        await using var watch = _device.WatchDesiredAsync(given.Token).GetAsyncEnumerator(_stop);
        await NextAsync(watch);
        var next = watch.MoveNextAsync().AsTask();

        await given.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(next);
    }

    [Fact]
    public async Task A_read_that_fails_is_tried_again_after_a_pause_that_doubles()
    {
        _sdk.Failure = () => new IotHubCommunicationException("the link broke", null);
        await using var watch = Watch();
        var first = NextAsync(watch);

        await _time.LetPassAsync(TimeSpan.FromSeconds(1));
        await _time.WaiterAsync(TimeSpan.FromSeconds(2));
        _sdk.Failure = null;
        _time.Advance(TimeSpan.FromSeconds(2));

        (await first).ShouldStartWith("1 ");
    }

    [Fact]
    public async Task A_client_that_the_program_has_closed_ends_the_watch_with_an_error()
    {
        _sdk.Failure = () => new ObjectDisposedException("DeviceClient");
        await using var watch = Watch();

        var failure = await Should.ThrowAsync<HubException>(NextAsync(watch));

        failure.IsTransient.ShouldBeFalse();
        failure.Message.ShouldContain("make a new one");
    }

    [Fact]
    public async Task A_change_during_an_outage_is_seen_when_the_program_reports_the_reconnect()
    {
        await using var watch = Watch();
        await NextAsync(watch);
        _device.ReportConnectionStatus(SdkStatus.Disconnected_Retrying, SdkReason.Communication_Error);
        _sdk.DesiredVersion = 7;

        _device.ReportConnectionStatus(SdkStatus.Connected, SdkReason.Connection_Ok);

        (await NextAsync(watch)).ShouldStartWith("7 ");
    }

    [Fact]
    public async Task While_the_status_is_unknown_the_section_is_read_again_from_time_to_time()
    {
        await using var watch = Watch();
        await NextAsync(watch);
        var next = NextAsync(watch);
        _sdk.DesiredVersion = 7;

        await _time.LetPassAsync(TimeSpan.FromMinutes(10));

        (await next).ShouldStartWith("7 ");
    }

    [Fact]
    public async Task The_program_may_keep_its_own_callback_and_pass_the_news_on()
    {
        await using var device = Device(new AzureDevicesOptions { TimeProvider = _time, TakesDesiredPropertyCallback = false });
        await using var watch = device.WatchDesiredAsync(_stop).GetAsyncEnumerator(_stop);
        await NextAsync(watch);
        _sdk.DesiredVersion = 2;

        device.NotifyDesiredPropertiesChanged();

        (await NextAsync(watch)).ShouldStartWith("2 ");
        _sdk.DesiredCallbacksTaken.ShouldBe(0);
    }

    private AzureDevicesDeviceClient Device(AzureDevicesOptions options) => new(_sdk.Link, "d1", options);

    private IAsyncEnumerator<TwinSection> Watch() => _device.WatchDesiredAsync(_stop).GetAsyncEnumerator(_stop);

    private async Task TwinReadsAsync(int count)
    {
        while (_sdk.TwinReads < count)
        {
            _stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<int> NextVersionAsync(IAsyncEnumerator<TwinSection> watch)
    {
        (await watch.MoveNextAsync()).ShouldBeTrue();
        return (int)watch.Current.Version!.Value;
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<TwinSection> watch)
    {
        (await watch.MoveNextAsync()).ShouldBeTrue();
        return $"{watch.Current.Version} {watch.Current.Properties.GetRawText()}";
    }
}
