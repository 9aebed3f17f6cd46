using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.LocalHub.Certificates;

/// <summary>The names that clients may dial: those of the loopback, the hub's own, and the address that it listens on.</summary>
internal sealed record HostNames(IReadOnlyList<string> DnsNames, IReadOnlyList<IPAddress> Addresses)
{
    public static HostNames Of(string hubName, IPAddress listenAddress)
    {
        var names = new List<string> { "localhost" };
        var addresses = new List<IPAddress> { IPAddress.Loopback, IPAddress.IPv6Loopback };
        if (IPAddress.TryParse(hubName, out var hubAddress))
        {
            addresses.Add(hubAddress);
        }
        else
        {
            names.Add(hubName.ToLowerInvariant());
        }

        if (!listenAddress.Equals(IPAddress.Any) && !listenAddress.Equals(IPAddress.IPv6Any))
        {
            addresses.Add(listenAddress);
        }

        return new HostNames([.. names.Distinct(StringComparer.Ordinal)], [.. addresses.Distinct()]);
    }

    public bool AreAllNamedBy(X509Certificate2 certificate)
    {
        var named = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return named is not null
            && DnsNames.All(name => named.EnumerateDnsNames().Contains(name, StringComparer.OrdinalIgnoreCase))
            && Addresses.All(address => named.EnumerateIPAddresses().Contains(address));
    }
}
