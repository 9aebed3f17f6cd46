using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DeviceManagementPatterns.Wire;

/// <summary>Where to dial: a host name or address, and a port.</summary>
internal readonly record struct HubEndpoint(string Host, int Port)
{
    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[v6]</c> or <c>[v6]:port</c>.</summary>
    public static bool TryParse(string text, int defaultPort, out HubEndpoint endpoint, [NotNullWhen(false)] out string? fault)
    {
        endpoint = default;
        fault = text switch
        {
            "" => "is empty",
            _ when text.Contains("://", StringComparison.Ordinal) => "must be a bare host name, without a scheme such as https://",
            _ when text.Contains('/') => "must be a bare host name, without a path",
            _ => null,
        };
        if (fault is not null)
        {
            return false;
        }

        var portColon = text[0] == '[' ? text.IndexOf(']') + 1 : text.IndexOf(':');
        var host = portColon > 0 ? text[..portColon] : text;
        var portText = portColon > 0 && portColon < text.Length ? text[portColon..] : null;
        var port = defaultPort;
        if (portText is not null && !(portText[0] == ':' && TryParsePort(portText.AsSpan(1), out port)))
        {
            fault = "has a port that is not a number from 1 to 65535";
            return false;
        }

        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            fault = "is not a host name or an address";
            return false;
        }

        endpoint = new HubEndpoint(host.Trim('[', ']'), port);
        return true;
    }

    /// <summary>The host without its port, for comparing; what cannot be read comes back as it is.</summary>
    public static string HostOf(string text) => TryParse(text, 1, out var endpoint, out _) ? endpoint.Host : text;

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}
