using System.Net;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.LocalHub.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Certificates;

public sealed class CertificateFolderTests : IDisposable
{
    private static readonly HostNames LocalNames = HostNames.Of("localhost", IPAddress.Loopback);

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly string _folder = Directory.CreateTempSubdirectory("localhub-test-").FullName;

    [Fact]
    public void A_second_start_reuses_authority_and_server_certificate()
    {
        using var first = HubCertificates.Load(_folder, LocalNames, _time);
        using var second = HubCertificates.Load(_folder, LocalNames, _time);

        second.CaPem.ShouldBe(first.CaPem);
        second.Server.Thumbprint.ShouldBe(first.Server.Thumbprint);
        File.ReadAllText(first.CaFile).ShouldBe(first.CaPem);
    }

    [Fact]
    public void A_new_host_name_issues_a_new_server_certificate_from_the_same_authority()
    {
        using var first = HubCertificates.Load(_folder, LocalNames, _time);
        using var second = HubCertificates.Load(_folder, HostNames.Of("myhub.local", IPAddress.Loopback), _time);

        second.CaPem.ShouldBe(first.CaPem);
        second.Server.MatchesHostname("myhub.local").ShouldBeTrue();
        IsTrusted(second).ShouldBeTrue();
    }

    [Fact]
    public void A_server_certificate_near_its_end_is_replaced_and_one_that_is_not_is_kept()
    {
        using var first = HubCertificates.Load(_folder, LocalNames, _time);

        _time.Advance(TimeSpan.FromDays(300));
        using var kept = HubCertificates.Load(_folder, LocalNames, _time);
        _time.Advance(TimeSpan.FromDays(70));
        using var renewed = HubCertificates.Load(_folder, LocalNames, _time);

        kept.Server.Thumbprint.ShouldBe(first.Server.Thumbprint);
        renewed.Server.Thumbprint.ShouldNotBe(first.Server.Thumbprint);
        renewed.CaPem.ShouldBe(first.CaPem);
    }

    [Fact]
    public void An_authority_near_its_end_is_renewed_with_its_old_key()
    {
        using var first = HubCertificates.Load(_folder, LocalNames, _time);

        _time.Advance(TimeSpan.FromDays(3640));
        using var renewed = HubCertificates.Load(_folder, LocalNames, _time);

        renewed.CaPem.ShouldNotBe(first.CaPem);
        renewed.Authority.PublicKey.EncodedKeyValue.RawData.ShouldBe(first.Authority.PublicKey.EncodedKeyValue.RawData);
        IsTrusted(renewed).ShouldBeTrue();
    }

    [Fact]
    public void A_server_certificate_of_another_authority_is_replaced()
    {
        using var first = HubCertificates.Load(_folder, LocalNames, _time);
        File.Delete(Path.Combine(_folder, "ca.pem"));
        File.Delete(Path.Combine(_folder, "ca.key.pem"));

        using var second = HubCertificates.Load(_folder, LocalNames, _time);

        second.CaPem.ShouldNotBe(first.CaPem);
        IsTrusted(second).ShouldBeTrue();
    }

    [Theory]
    [InlineData("ca.pem")]
    [InlineData("ca.key.pem")]
    public void A_broken_authority_is_left_alone_and_the_message_says_what_to_do(string file)
    {
        HubCertificates.Load(_folder, LocalNames, _time).Dispose();
        File.WriteAllText(Path.Combine(_folder, file), "not a PEM file");

        var error = Should.Throw<IOException>(() => HubCertificates.Load(_folder, LocalNames, _time));

        error.Message.ShouldContain(file);
        error.Message.ShouldContain("Delete ca.pem and ca.key.pem");
        File.ReadAllText(Path.Combine(_folder, file)).ShouldBe("not a PEM file");
    }

    [Fact]
    public void A_broken_server_certificate_is_replaced()
    {
        HubCertificates.Load(_folder, LocalNames, _time).Dispose();
        File.WriteAllText(Path.Combine(_folder, "server.pem"), "not a PEM file");

        using var certificates = HubCertificates.Load(_folder, LocalNames, _time);

        IsTrusted(certificates).ShouldBeTrue();
    }

    [Fact]
    public void A_start_that_was_killed_between_key_and_authority_is_completed()
    {
        HubCertificates.Load(_folder, LocalNames, _time).Dispose();
        File.Delete(Path.Combine(_folder, "ca.pem"));

        using var certificates = HubCertificates.Load(_folder, LocalNames, _time);

        IsTrusted(certificates).ShouldBeTrue();
    }

    [Fact]
    public async Task Hubs_that_start_together_on_one_folder_share_one_authority()
    {
        var starts = Enumerable.Range(0, 8).Select(_ => Task.Run(() => HubCertificates.Load(_folder, LocalNames, _time)));

        var loaded = await Task.WhenAll(starts);

        var trusted = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder, "ca.pem"));
        loaded.ShouldAllBe(certificates => IsTrusted(certificates.Server, trusted));
        Directory.GetFiles(_folder).Select(Path.GetFileName).ShouldBe(["ca.key.pem", "ca.lock", "ca.pem", "server.pem"], ignoreOrder: true);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Keys_can_be_read_by_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        var folder = Path.Combine(_folder, "new");

        HubCertificates.Load(folder, LocalNames, _time).Dispose();

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.GetUnixFileMode(folder).ShouldBe(OwnerOnly | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(folder, "ca.key.pem")).ShouldBe(OwnerOnly);
        File.GetUnixFileMode(Path.Combine(folder, "server.pem")).ShouldBe(OwnerOnly);
    }

    [Fact]
    public void A_folder_that_is_a_file_is_refused_by_name()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        var error = Should.Throw<IOException>(() => HubCertificates.Load(file, LocalNames, _time));

        error.Message.ShouldContain(file);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool IsTrusted(HubCertificates certificates) => IsTrusted(certificates.Server, certificates.Authority);

    private static bool IsTrusted(X509Certificate2 server, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(server) && server.HasPrivateKey;
    }
}
