using System.Net;
using System.Net.Sockets;
using DeviceManagementPatterns.LocalHub.Hosting;

namespace DeviceManagementPatterns.LocalHub.Tests.Hosting;

public sealed class ListenSocketsTests
{
    [Fact]
    public async Task Port_0_is_one_free_port_for_both_loopbacks()
    {
        using var sockets = ListenSockets.Open(IPAddress.Loopback, 0, "the option");

        sockets.Port.ShouldBeGreaterThan(0);
        sockets.EndPoints.ShouldAllBe(endPoint => endPoint.Port == sockets.Port);
        foreach (var endPoint in sockets.EndPoints)
        {
            using var client = new TcpClient(endPoint.AddressFamily);
            await client.ConnectAsync(endPoint, TestContext.Current.CancellationToken);
        }

        if (Socket.OSSupportsIPv6)
        {
            sockets.EndPoints.Select(endPoint => endPoint.Address).ShouldBe([IPAddress.Loopback, IPAddress.IPv6Loopback]);
        }
    }

    [Fact]
    public void A_busy_port_is_named_with_the_option_that_changes_it()
    {
        using var busy = ListenSockets.Open(IPAddress.Loopback, 0, "");

        var error = Should.Throw<IOException>(() => ListenSockets.Open(IPAddress.Loopback, busy.Port, "LocalHubOptions.MqttsPort"));

        error.Message.ShouldContain($"Port {busy.Port} ");
        error.Message.ShouldContain("LocalHubOptions.MqttsPort");
        error.Message.ShouldContain("in use");
    }

    [Fact]
    public void A_port_that_only_IPv6_has_taken_is_busy_too()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        using var busy = ListenSockets.Open(IPAddress.IPv6Loopback, 0, "");

        Should.Throw<IOException>(() => ListenSockets.Open(IPAddress.Loopback, busy.Port, "an option"));
    }

    [Fact]
    public void An_address_of_another_machine_is_refused_by_name()
    {
        var error = Should.Throw<IOException>(() => ListenSockets.Open(IPAddress.Parse("192.0.2.1"), 0, "an option"));

        error.Message.ShouldContain("192.0.2.1 is no address of this machine");
    }

    [Fact]
    public void A_port_is_free_again_as_soon_as_the_sockets_are_closed()
    {
        var first = ListenSockets.Open(IPAddress.Loopback, 0, "");
        var port = first.Port;
        first.Dispose();

        using var second = ListenSockets.Open(IPAddress.Loopback, port, "");

        second.Port.ShouldBe(port);
    }
}
