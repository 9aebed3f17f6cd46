using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.Cli.Tests.Fixtures;

namespace DeviceManagementPatterns.Cli.Tests.Commands;

public sealed class DeviceCertificateTests(RunningHub running) : IClassFixture<RunningHub>, IDisposable
{
    private const string Sha1 = "0123456789ABCDEF0123456789ABCDEF01234567";

    private readonly string _folder = Directory.CreateTempSubdirectory("dmp-device-cert-").FullName;
    private readonly string _deviceId = $"cert-{Guid.NewGuid():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_files_that_it_makes_connect_the_device()
    {
        var ended = await running.Dmp().RunAsync("device", "cert", _deviceId, "--dir", Path.Combine(_folder, "keys"), "--days", "7");

        var (file, keyFile) = (Path.Combine(_folder, "keys", $"{_deviceId}.pem"), Path.Combine(_folder, "keys", $"{_deviceId}.key.pem"));
        ended.ShouldBe(new Ended(
            0,
            $"HostName=localhost:{running.Hub.MqttsPort};DeviceId={_deviceId};x509=true\n",
            $"Device '{_deviceId}' is registered with the certificate {file}, whose key is {keyFile}.\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(keyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        certificate.Subject.ShouldBe($"CN={_deviceId}");
        certificate.NotAfter.ShouldBeInRange(DateTime.Today.AddDays(6), DateTime.Today.AddDays(9));
        await using var device = new IotHubDeviceClient(ended.Output.Trim(), new IotHubDeviceOptions
        {
            CaFile = running.Hub.CaFile,
            ClientCertificateFile = file,
            ClientCertificateKeyFile = keyFile,
        });
        await device.OpenAsync(Stop);
    }

    [Fact]
    public async Task A_device_that_exists_keeps_what_it_has_and_no_file_is_left()
    {
        await running.Hub.CreateDeviceAsync(_deviceId, Stop);
        var before = running.Hub.GetDeviceConnectionString(_deviceId);

        var ended = await running.Dmp().RunAsync("device", "cert", _deviceId, "--dir", _folder);

        ended.ShouldHaveFailed(1, "already registered");
        Directory.GetFiles(_folder).ShouldBeEmpty();
        running.Hub.GetDeviceConnectionString(_deviceId).ShouldBe(before);
    }

    [Fact]
    public async Task Files_that_exist_are_not_overwritten()
    {
        var keyFile = Path.Combine(_folder, $"{_deviceId}.key.pem");
        await File.WriteAllTextAsync(keyFile, "mine", Stop);

        var ended = await running.Dmp().RunAsync("device", "cert", _deviceId, "--dir", _folder);

        ended.ShouldHaveFailed(1, "is there already and is not overwritten");
        (await File.ReadAllTextAsync(keyFile, Stop)).ShouldBe("mine");
        (await running.Dmp().RunAsync("device", "connection-string", _deviceId)).ShouldHaveFailed(1, "is not registered");
    }

    [Theory]
    [InlineData("--thumbprint", "01:23:45:67:89:ab:cd:ef:01:23:45:67:89:AB:CD:EF:01:23:45:67")]
    [InlineData("--thumbprint", Sha1, "--thumbprint", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("--ca-signed")]
    public async Task A_device_may_be_created_without_keys(params string[] options)
    {
        var created = await running.Dmp().RunAsync(["device", "create", _deviceId, .. options]);
        var read = await running.Dmp().RunAsync("device", "connection-string", _deviceId);

        created.ShouldBe(new Ended(
            0, $"HostName=localhost:{running.Hub.MqttsPort};DeviceId={_deviceId};x509=true\n", $"Device '{_deviceId}' is registered.\n"));
        read.Output.ShouldBe(created.Output);
        await using var backEnd = running.ServiceClient();
        var page = await backEnd.QueryAsync($"SELECT x509Thumbprint FROM devices WHERE deviceId = '{_deviceId}'", cancellationToken: Stop);
        var thumbprints = page.Items.ShouldHaveSingleItem().GetRawText();
        thumbprints.Contains(Sha1, StringComparison.OrdinalIgnoreCase).ShouldBe(options.Length > 1, thumbprints);
    }
}
