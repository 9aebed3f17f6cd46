using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.Dialing;

namespace DeviceManagementPatterns;

/// <summary>How a device talks to its hub: whom it trusts, how long it waits and how it comes back.</summary>
public sealed class IotHubDeviceOptions
{
    /// <summary>
    /// A PEM file with the only authorities to trust. The default is the environment variable <c>DMP_CA_FILE</c>; where neither is set,
    /// the machine's own list of authorities counts. The host name is checked always.
    /// </summary>
    public string? CaFile { get; set; } = Environment.GetEnvironmentVariable(HubTrust.CaFileVariable);

    /// <summary>
    /// The device's certificate with its private key, where the connection string says <c>x509=true</c>. The caller disposes it, after
    /// the client. Instead of it there may be <see cref="ClientCertificateFile"/>.
    /// </summary>
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>
    /// A PEM file that begins with the device's certificate, where the connection string says <c>x509=true</c>. Certificates behind it
    /// are sent along, to lead a hub from the first to the authority that it knows.
    /// </summary>
    public string? ClientCertificateFile { get; set; }

    /// <summary>
    /// A PEM file with the private key of <see cref="ClientCertificateFile"/>, not encrypted. The default, null, takes it from that file.
    /// </summary>
    public string? ClientCertificateKeyFile { get; set; }

    /// <summary>
    /// How long a token that is made from the key is valid: 5 minutes to 1 day. After four fifths the client reconnects with a new one,
    /// once replies in flight are out. The default is 1 hour.
    /// </summary>
    public TimeSpan SasTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// After how long a silence the hub may drop the device: 10 to 1177 seconds, whole ones (the hub caps its patience there). The client
    /// asks for a sign of life twice as often. The default is 4 minutes.
    /// </summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromMinutes(4);

    /// <summary>
    /// How long an operation may take, waiting for the link included: 1 second to 10 minutes. It bounds making a connection too. The
    /// default is 60 seconds.
    /// </summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The pause before a lost link is made anew, doubled at each failure: 1 millisecond to 1 minute. A random part of it is waited, so
    /// that a fleet spreads. The default is 100 milliseconds.
    /// </summary>
    public TimeSpan ReconnectBaseDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest such pause: at least <see cref="ReconnectBaseDelay"/>, at most 1 hour. The default is 10 seconds.</summary>
    public TimeSpan ReconnectMaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What is added to the name that this library gives itself in CONNECT, such as the product's name; at most 200 characters.
    /// </summary>
    public string? ProductInfo { get; set; }

    /// <summary>A copy that nobody else changes.</summary>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    internal IotHubDeviceOptions ValidatedCopy()
    {
        const string owner = nameof(IotHubDeviceOptions);
        var copy = (IotHubDeviceOptions)MemberwiseClone();
        OptionRange.Check(owner, nameof(SasTokenLifetime), copy.SasTokenLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));
        OptionRange.Check(owner, nameof(KeepAlive), copy.KeepAlive, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1177));
        OptionRange.Check(owner, nameof(OperationTimeout), copy.OperationTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        OptionRange.Check(
            owner, nameof(ReconnectBaseDelay), copy.ReconnectBaseDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        OptionRange.Check(owner, nameof(ReconnectMaxDelay), copy.ReconnectMaxDelay, copy.ReconnectBaseDelay, TimeSpan.FromHours(1));
        OptionRange.Check(owner, $"{nameof(ProductInfo)}.{nameof(string.Length)}", copy.ProductInfo?.Length ?? 0, 0, 200);
        return copy;
    }
}
