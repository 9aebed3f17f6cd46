using System.Security.Cryptography.X509Certificates;

namespace DeviceManagementPatterns.LocalHub.Certificates;

/// <summary>
/// How long a certificate holds. Clients judge it by the machine's clock, whatever clock the hub was given, so it covers both.
/// </summary>
internal readonly record struct Validity(DateTimeOffset From, DateTimeOffset Until)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    public static Validity For(TimeSpan lifetime, TimeProvider time)
    {
        var (earlier, later) = Now(time);
        return new Validity(earlier - ClockSkew, later + lifetime);
    }

    public static bool IsFresh(X509Certificate2 certificate, TimeProvider time)
    {
        var (earlier, later) = Now(time);
        return certificate.NotBefore <= earlier && certificate.NotAfter >= later + RenewBefore;
    }

    private static (DateTimeOffset Earlier, DateTimeOffset Later) Now(TimeProvider time)
    {
        var hub = time.GetUtcNow();
        var machine = TimeProvider.System.GetUtcNow();
        return hub < machine ? (hub, machine) : (machine, hub);
    }
}
