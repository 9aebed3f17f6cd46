using DeviceManagementPatterns.AzureDevices.Tests.Fakes;
using DeviceManagementPatterns.AzureDevices.Text;
using Microsoft.Azure.Devices.Client;
using Snapshooter.Xunit3;
using SdkReason = Microsoft.Azure.Devices.Client.ConnectionStatusChangeReason;
using SdkStatus = Microsoft.Azure.Devices.Client.ConnectionStatus;

namespace DeviceManagementPatterns.AzureDevices.Tests;

public sealed class StatusTests : IAsyncDisposable
{
    private readonly AzureDevicesDeviceClient _device = new(new FakeSdkClient().Link, "d1", null);

    public ValueTask DisposeAsync() => _device.DisposeAsync();

    [Fact]
    public void The_SDKs_status_is_told_like_this()
    {
        var table =
            from status in Enum.GetValues<SdkStatus>()
            from reason in Enum.GetValues<SdkReason>()
            let told = ConnectionStatusText.ToStatus(status, reason)
            select $"{status} {reason} => {told.State}: {told.Reason ?? "(nothing to explain)"}";

        Snapshot.Match(string.Join('\n', table));
    }

    [Fact]
    public void A_status_and_a_reason_of_a_later_version_are_not_guessed()
    {
        var told = ConnectionStatusText.ToStatus((SdkStatus)9, (SdkReason)17);

        told.State.ShouldBe(ConnectionState.Unknown);
        told.Reason.ShouldBe("reason 17, which this version does not know");
    }

    [Fact]
    public void It_is_unknown_until_the_program_reports_it() => _device.ConnectionStatus.ShouldBe(new ConnectionStatus(ConnectionState.Unknown));

    [Fact]
    public void The_report_may_be_the_SDKs_handler_itself()
    {
        ConnectionStatusChangesHandler handler = _device.ReportConnectionStatus;

        handler(SdkStatus.Connected, SdkReason.Connection_Ok);

        _device.ConnectionStatus.ShouldBe(new ConnectionStatus(ConnectionState.Connected));
    }

    [Fact]
    public async Task Listeners_are_told_each_change_once_in_order()
    {
        var told = new List<ConnectionState>();
        var closed = new TaskCompletionSource();
        _device.ConnectionStatusChanged += (sender, status) =>
        {
            sender.ShouldBeSameAs(_device);
            told.Add(status.State);
            if (status.State == ConnectionState.Disconnected)
            {
                closed.SetResult();
            }
        };

        _device.ReportConnectionStatus(SdkStatus.Connected, SdkReason.Connection_Ok);
        _device.ReportConnectionStatus(SdkStatus.Connected, SdkReason.Connection_Ok);
        _device.ReportConnectionStatus(SdkStatus.Disconnected_Retrying, SdkReason.Communication_Error);
        _device.ReportConnectionStatus(SdkStatus.Connected, SdkReason.Connection_Ok);
        _device.ReportConnectionStatus(SdkStatus.Disabled, SdkReason.Client_Close);
        await closed.Task;

        told.ShouldBe([ConnectionState.Connected, ConnectionState.Reconnecting, ConnectionState.Connected, ConnectionState.Disconnected]);
    }

    [Fact]
    public async Task A_listener_that_throws_or_blocks_does_not_reach_the_SDK_and_the_others_are_told()
    {
        using var release = new ManualResetEventSlim();
        var told = new TaskCompletionSource();
        _device.ConnectionStatusChanged += (_, _) =>
        {
            release.Wait(TestContext.Current.CancellationToken);
            throw new InvalidOperationException("no");
        };
        _device.ConnectionStatusChanged += (_, _) => told.SetResult();

        _device.ReportConnectionStatus(SdkStatus.Connected, SdkReason.Connection_Ok);
        release.Set();

        await told.Task;
    }
}
