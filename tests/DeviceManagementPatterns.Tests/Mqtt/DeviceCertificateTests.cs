using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.Dialing;
using DeviceManagementPatterns.Tests.Fixtures;

namespace DeviceManagementPatterns.Tests.Mqtt;

/// <summary>Where a device's certificate comes from, and what is said where it does not come.</summary>
public sealed class DeviceCertificateTests : IDisposable
{
    private const string WithCertificate = "HostName=h;DeviceId=d1;x509=true";
    private const string WithKey = "HostName=h;DeviceId=d1;SharedAccessKey=c2VjcmV0LWtleS1vZi10aGUtdGVzdHM=";

    private readonly TestAuthority _authority = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("dmp-certificates-").FullName;
    private readonly X509Certificate2 _certificate;

    public DeviceCertificateTests() => _certificate = _authority.Issue("d1");

    private string CertificateFile => Path.Combine(_folder, "d1.pem");

    private string KeyFile => Path.Combine(_folder, "d1.key.pem");

    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Two_files_hold_the_certificate_what_is_sent_along_and_the_key()
    {
        File.WriteAllText(CertificateFile, _certificate.ExportCertificatePem() + "\n" + File.ReadAllText(_authority.CaFile));
        File.WriteAllText(KeyFile, KeyPem());

        using var loaded = DeviceCertificate.Load(usesX509: true, Files(CertificateFile, KeyFile));

        loaded.ShouldNotBeNull().Context.TargetCertificate.Thumbprint.ShouldBe(_certificate.Thumbprint);
        loaded.Context.TargetCertificate.HasPrivateKey.ShouldBeTrue();
    }

    [Fact]
    public void One_file_may_hold_them_all()
    {
        File.WriteAllText(CertificateFile, KeyPem() + "\n" + _certificate.ExportCertificatePem());

        using var loaded = DeviceCertificate.Load(usesX509: true, Files(CertificateFile, null));

        loaded.ShouldNotBeNull().Context.TargetCertificate.HasPrivateKey.ShouldBeTrue();
    }

    [Fact]
    public void No_certificate_is_said_with_the_options_that_give_one()
    {
        var error = Should.Throw<ArgumentException>(() => new IotHubDeviceClient(WithCertificate));

        error.Message.ShouldBe(
            "The connection string says x509=true: set IotHubDeviceOptions.ClientCertificate to a certificate with its private key, "
            + "or IotHubDeviceOptions.ClientCertificateFile (and IotHubDeviceOptions.ClientCertificateKeyFile) to PEM files.");
    }

    [Fact]
    public void A_certificate_without_its_key_is_refused()
    {
        using var bare = X509CertificateLoader.LoadCertificate(_certificate.RawData);

        var error = Should.Throw<ArgumentException>(() => new IotHubDeviceClient(WithCertificate, new IotHubDeviceOptions { ClientCertificate = bare }));

        error.Message.ShouldStartWith("IotHubDeviceOptions.ClientCertificate 'CN=d1' has no private key: ");
    }

    [Fact]
    public void A_certificate_beside_a_key_is_refused()
    {
        IotHubDeviceOptions[] given =
            [new() { ClientCertificate = _certificate }, Files(CertificateFile, null), new() { ClientCertificateKeyFile = KeyFile }];
        foreach (var options in given)
        {
            var error = Should.Throw<ArgumentException>(() => new IotHubDeviceClient(WithKey, options));

            error.Message.ShouldContain("a device uses one of them");
            error.Message.ShouldNotContain("c2VjcmV0");
        }
    }

    [Fact]
    public void Two_certificates_are_refused()
    {
        var options = Files(CertificateFile, null);
        options.ClientCertificate = _certificate;

        Should.Throw<ArgumentException>(() => new IotHubDeviceClient(WithCertificate, options)).Message.ShouldContain("are both set: leave one out");
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("certificate", null)]
    [InlineData("nothing", null)]
    [InlineData("certificate", "")]
    [InlineData("certificate", "certificate")]
    [InlineData("certificate", "other key")]
    [InlineData("key", "key")]
    public void Files_that_do_not_serve_are_named(string certificate, string? key)
    {
        using var other = _authority.Issue("other");
        WriteUnless("", CertificateFile, certificate, other);
        WriteUnless("", KeyFile, key ?? "", other);

        var error = Should.Throw<ArgumentException>(
            () => new IotHubDeviceClient(WithCertificate, Files(CertificateFile, key is null ? null : KeyFile)));

        error.Message.ShouldStartWith($"IotHubDeviceOptions.ClientCertificateFile '{CertificateFile}'");
        error.Message.ShouldContain("They must be PEM files");
        error.Message.ShouldNotContain("PRIVATE KEY-----");
    }

    private static IotHubDeviceOptions Files(string certificateFile, string? keyFile) =>
        new() { ClientCertificateFile = certificateFile, ClientCertificateKeyFile = keyFile };

    private string KeyPem() => _certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    private void WriteUnless(string absent, string file, string what, X509Certificate2 other)
    {
        if (what != absent)
        {
            File.WriteAllText(file, what switch
            {
                "certificate" => _certificate.ExportCertificatePem(),
                "key" => KeyPem(),
                "other key" => other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(),
                _ => "nothing",
            });
        }
    }
}
