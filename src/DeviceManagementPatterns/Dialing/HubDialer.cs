using System.Net;
using System.Net.Sockets;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Dialing;

/// <summary>Opens TCP connections. Every address of a name is tried; <c>localhost</c> and names below it are this machine.</summary>
internal static class HubDialer
{
    /// <summary>How long the last address may take; those before it give way sooner.</summary>
    public static readonly TimeSpan LastAddressTimeout = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan AddressTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="HubException">No address answered; nothing was sent.</exception>
    public static async Task<NetworkStream> DialAsync(HubEndpoint endpoint, TimeProvider time, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(endpoint, cancellationToken).ConfigureAwait(false);
        List<string> faults = [];
        for (var i = 0; i < addresses.Length; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var limit = new CancellationTokenSource(i == addresses.Length - 1 ? LastAddressTimeout : AddressTimeout, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
                await socket.ConnectAsync(addresses[i], endpoint.Port, either.Token).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                faults.Add($"{addresses[i]}: {(e as SocketException)?.SocketErrorCode.ToString() ?? "no answer"}");
            }
        }

        throw new HubException(
            HubErrorCode.Network,
            $"{endpoint} cannot be reached ({string.Join(", ", faults)}). "
            + "Check the host name and the port, that the hub is running, and that no firewall is in between.");
    }

    private static async Task<IPAddress[]> ResolveAsync(HubEndpoint endpoint, CancellationToken cancellationToken)
    {
        var host = endpoint.Host.TrimEnd('.');
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        }

        try
        {
            return await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken).ConfigureAwait(false) is { Length: > 0 } found
                ? found
                : throw new SocketException((int)SocketError.NoData);
        }
        catch (SocketException e)
        {
            throw new HubException(
                HubErrorCode.Network,
                $"The name {endpoint.Host} cannot be resolved ({e.SocketErrorCode}). "
                + "Check HostName in the connection string, and this machine's DNS.",
                e);
        }
    }
}
