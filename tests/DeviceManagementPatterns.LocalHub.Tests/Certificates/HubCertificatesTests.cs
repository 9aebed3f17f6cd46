using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.LocalHub.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Certificates;

public sealed class HubCertificatesTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("myhub.local")]
    public void The_server_certificate_names_the_hub_and_the_loopback(string hubName)
    {
        using var certificates = HubCertificates.Load(null, HostNames.Of(hubName, IPAddress.Loopback), TimeProvider.System);

        certificates.Server.MatchesHostname("localhost").ShouldBeTrue();
        certificates.Server.MatchesHostname("127.0.0.1").ShouldBeTrue();
        certificates.Server.MatchesHostname("::1").ShouldBeTrue();
        certificates.Server.MatchesHostname(hubName).ShouldBeTrue();
        certificates.Server.MatchesHostname("another.local").ShouldBeFalse();
    }

    [Fact]
    public void A_hub_named_by_an_address_has_it_in_its_certificate_as_an_address()
    {
        using var certificates = HubCertificates.Load(null, HostNames.Of("192.0.2.7", IPAddress.Parse("192.0.2.9")), TimeProvider.System);

        var named = certificates.Server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        named.EnumerateIPAddresses().ShouldBe(
            [IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("192.0.2.7"), IPAddress.Parse("192.0.2.9")]);
        named.EnumerateDnsNames().ShouldBe(["localhost"]);
    }

    [Fact]
    public void Without_a_folder_only_the_authority_is_written_and_it_goes_away_at_the_end()
    {
        var certificates = HubCertificates.Load(null, HostNames.Of("localhost", IPAddress.Loopback), TimeProvider.System);
        var folder = Path.GetDirectoryName(certificates.CaFile)!;

        Directory.GetFiles(folder).ShouldBe([certificates.CaFile]);
        File.ReadAllText(certificates.CaFile).ShouldBe(certificates.CaPem);
        certificates.CaPem.ShouldNotContain("PRIVATE KEY");

        certificates.Dispose();
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public void A_hub_whose_clock_stands_elsewhere_has_a_certificate_that_the_machine_accepts()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

        using var certificates = HubCertificates.Load(null, HostNames.Of("localhost", IPAddress.Loopback), time);

        var now = TimeProvider.System.GetUtcNow();
        certificates.Server.NotBefore.ShouldBeLessThan(time.GetUtcNow().LocalDateTime);
        certificates.Server.NotAfter.ShouldBeGreaterThan(now.LocalDateTime);
    }

    [Fact]
    public void Keys_are_P_256()
    {
        using var certificates = HubCertificates.Load(null, HostNames.Of("localhost", IPAddress.Loopback), TimeProvider.System);

        certificates.Server.GetECDsaPrivateKey()!.ExportParameters(false).Curve.Oid.Value.ShouldBe(ECCurve.NamedCurves.nistP256.Oid.Value);
        certificates.Authority.GetECDsaPublicKey()!.ExportParameters(false).Curve.Oid.Value.ShouldBe(ECCurve.NamedCurves.nistP256.Oid.Value);
        certificates.Authority.HasPrivateKey.ShouldBeFalse();
    }
}
