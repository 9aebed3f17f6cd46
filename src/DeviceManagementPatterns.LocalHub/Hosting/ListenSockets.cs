using System.Net;
using System.Net.Sockets;

namespace DeviceManagementPatterns.LocalHub.Hosting;

/// <summary>
/// Sockets that already listen when Kestrel gets them: so port 0 is one free port for IPv4 and IPv6 alike, nobody can take it in
/// between, and a port that is in use is told in our words.
/// </summary>
internal sealed class ListenSockets : IDisposable
{
    private const int Backlog = 4096;
    private const int FreePortAttempts = 50;

    private readonly Dictionary<IPEndPoint, Socket> _sockets = [];

    private ListenSockets()
    {
    }

    /// <summary>The port that all of them listen on; known also after they were closed.</summary>
    public int Port { get; private set; }

    public IReadOnlyCollection<IPEndPoint> EndPoints => _sockets.Keys;

    /// <summary>Listens on the address; the IPv4 loopback stands for the IPv6 loopback too, where the machine has it.</summary>
    /// <param name="address">Where to listen.</param>
    /// <param name="port">The port, or 0 for a free one.</param>
    /// <param name="optionName">What to change when the port is taken, for the message.</param>
    /// <exception cref="IOException">The port or the address cannot be had.</exception>
    public static ListenSockets Open(IPAddress address, int port, string optionName)
    {
        IPAddress[] addresses = address.Equals(IPAddress.Loopback) ? [address, IPAddress.IPv6Loopback] : [address];
        for (var attempt = 1; ; attempt++)
        {
            var opened = new ListenSockets();
            try
            {
                opened.ListenOnAll(addresses, port);
                return opened;
            }
            catch (SocketException e)
            {
                opened.Dispose();
                var isTakenOnOneAddress = port == 0 && e.SocketErrorCode == SocketError.AddressAlreadyInUse;
                if (!isTakenOnOneAddress || attempt == FreePortAttempts)
                {
                    throw new IOException(Explain(e, address, port, optionName), e);
                }
            }
            catch
            {
                opened.Dispose();
                throw;
            }
        }
    }

    /// <summary>The socket of an end point; null where it is none of these.</summary>
    public Socket? Find(EndPoint endPoint) => endPoint is IPEndPoint ip ? _sockets.GetValueOrDefault(ip) : null;

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }
    }

    private static string Explain(SocketException e, IPAddress address, int port, string optionName) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"Port {port} on {address} is in use by another program. Stop that program, or choose another port with {optionName}; 0 takes a free one.",
        SocketError.AccessDenied =>
            $"Listening on port {port} is not permitted; ports below 1024 often need a privilege. Choose another port with {optionName}, or grant it.",
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.ProtocolFamilyNotSupported =>
            $"{address} is no address of this machine. Choose another with {nameof(LocalHubOptions)}.{nameof(LocalHubOptions.ListenAddress)} (dmp hub --listen).",
        _ => $"Cannot listen on {address}, port {port}: {e.Message}.",
    };

    private void ListenOnAll(IPAddress[] addresses, int port)
    {
        Listen(addresses[0], port);
        foreach (var other in addresses.Skip(1))
        {
            try
            {
                Listen(other, Port);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable
                or SocketError.AddressFamilyNotSupported or SocketError.ProtocolFamilyNotSupported or SocketError.OperationNotSupported)
            {
                // This machine has no IPv6; the IPv4 loopback serves alone.
            }
        }
    }

    private void Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = address.Equals(IPAddress.IPv6Any);
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            var endPoint = (IPEndPoint)socket.LocalEndPoint!;
            _sockets.Add(endPoint, socket);
            Port = endPoint.Port;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
