using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using DeviceManagementPatterns.Cli.Tests.Fixtures;

namespace DeviceManagementPatterns.Cli.Tests.Commands;

public sealed class HubTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dmp-hub-tests-").FullName;

    private string ReadyFile => Path.Combine(_folder, "hub.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_ready_file_tells_all_that_a_program_needs()
    {
        await using var hub = await HubProgram.StartAsync(_folder, "--ready-file", ReadyFile);

        var ready = JsonElement.Parse(File.ReadAllText(ReadyFile));

        Names(ready).ShouldBe(["hostName", "mqttsPort", "httpsPort", "caFile", "connectionStrings"]);
        ready.GetProperty("hostName").GetString().ShouldBe("localhost");
        ready.GetProperty("mqttsPort").GetInt32().ShouldBeInRange(1, 65535);
        ready.GetProperty("caFile").GetString().ShouldBe(Path.Combine(_folder, "dmp", "certificates", "ca.pem"));
        var strings = ready.GetProperty("connectionStrings");
        Names(strings).ShouldBe(["iothubowner", "service", "device", "registryRead", "registryReadWrite"]);
        foreach (var policy in strings.EnumerateObject())
        {
            policy.Value.GetString().ShouldStartWith($"HostName=localhost:{ready.GetProperty("httpsPort")};SharedAccessKeyName={policy.Name};SharedAccessKey=");
        }
    }

    [Fact]
    public async Task The_ready_file_is_its_owners_and_leaves_nothing_else_behind()
    {
        await using var hub = await HubProgram.StartAsync(_folder, "--ready-file", ReadyFile);

        Directory.GetFiles(_folder).ShouldBe([ReadyFile]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(ReadyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Faults_of_the_command_line_are_at_work_from_the_start()
    {
        await using var hub = await HubProgram.StartAsync(_folder, "--ready-file", ReadyFile, "--fault", "throttle registry id=a", "--fault", "drop ping");
        var ready = JsonElement.Parse(File.ReadAllText(ReadyFile));
        var owner = ready.GetProperty("connectionStrings").GetProperty("iothubowner").GetString()!;

        var ended = await RunningHub.DmpWith(owner, ready.GetProperty("caFile").GetString()).RunAsync("fault", "list");

        ended.Output.ShouldContain("throttle registry");
        ended.Output.ShouldContain("drop ping");
    }

    [Fact]
    public async Task What_the_hub_prints_is_enough_to_register_a_device()
    {
        await using var hub = await HubProgram.StartAsync(_folder);

        var variables = hub.Dmp.Output.ToString().Split('\n')
            .Where(line => line.StartsWith("  export ", StringComparison.Ordinal))
            .Select(line => line["  export ".Length..].Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim('\''));
        var ended = await new Dmp(variables).RunAsync("device", "create", "myDeviceId");

        ended.ExitCode.ShouldBe(0, ended.Error);
        hub.Dmp.Output.ToString().ShouldContain("  dmp device create myDeviceId\n");
    }

    [Fact]
    public async Task Microsofts_SDKs_get_strings_without_a_port()
    {
        await using var hub = await HubProgram.StartAsync(_folder);

        var text = hub.Dmp.Output.ToString();

        text.ShouldContain("HostName=127.0.0.1;SharedAccessKeyName=iothubowner;SharedAccessKey=");
        text.ShouldContain("dmp hub --mqtts-port 8883 --https-port 443");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Strict_queries_are_an_option(bool isStrict)
    {
        await using var hub = await HubProgram.StartAsync(_folder, [.. isStrict ? ["--strict-queries"] : Array.Empty<string>(), "--ready-file", ReadyFile]);
        var ready = JsonElement.Parse(File.ReadAllText(ReadyFile));
        await using var service = new IotHubServiceClient(
            ready.GetProperty("connectionStrings").GetProperty("iothubowner").GetString()!,
            new IotHubServiceOptions { CaFile = ready.GetProperty("caFile").GetString() });

        var query = () => service.QueryAsync("SELECT * FROM devices WHERE ENDSWITH(deviceId, '1')", cancellationToken: TestContext.Current.CancellationToken);

        if (isStrict)
        {
            (await query.ShouldThrowAsync<HubException>()).Message.ShouldContain("strict queries are on");
        }
        else
        {
            (await query()).Items.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Devices_authorities_are_read_from_files_and_what_is_none_is_told()
    {
        await using (var hub = await HubProgram.StartAsync(_folder, "--ready-file", ReadyFile))
        {
            File.Copy(JsonElement.Parse(File.ReadAllText(ReadyFile)).GetProperty("caFile").GetString()!, Path.Combine(_folder, "ca.pem"));
            File.Copy(Path.Combine(_folder, "dmp", "certificates", "server.pem"), Path.Combine(_folder, "server.pem"));
        }

        await using (var hub = await HubProgram.StartAsync(_folder, "--device-ca", Path.Combine(_folder, "ca.pem"), "--device-ca", Path.Combine(_folder, "ca.pem")))
        {
            hub.Dmp.Error.ToString().ShouldNotContain("--device-ca");
        }

        File.WriteAllText(Path.Combine(_folder, "empty.pem"), "");
        (await HubFailsAsync("nowhere.pem")).ShouldHaveFailed(2, "which cannot be read");
        (await HubFailsAsync("empty.pem")).ShouldHaveFailed(2, "which holds no certificate");
        (await HubFailsAsync("server.pem")).ShouldHaveFailed(2, "which is no certificate authority");
    }

    [Fact]
    public async Task Stopped_it_ends_with_0_and_takes_the_ready_file_away()
    {
        await using var hub = await HubProgram.StartAsync(_folder, "--ready-file", ReadyFile);

        var ended = await hub.StopAsync();

        ended.ExitCode.ShouldBe(0, ended.Error);
        File.Exists(ReadyFile).ShouldBeFalse();
        ended.Error.ShouldEndWith("Hub localhost has stopped.\n");
    }

    [Fact]
    public async Task The_ready_file_of_another_hub_stays()
    {
        await using var first = await HubProgram.StartAsync(_folder, "--ready-file", ReadyFile);
        await using var second = await HubProgram.StartAsync(_folder, "--ready-file", ReadyFile);
        var seconds = File.ReadAllText(ReadyFile);

        await first.StopAsync();

        File.ReadAllText(ReadyFile).ShouldBe(seconds);
    }

    [Fact]
    public async Task The_certificate_authority_is_kept_between_starts()
    {
        var caFile = Path.Combine(_folder, "dmp", "certificates", "ca.pem");
        await using (var first = await HubProgram.StartAsync(_folder))
        {
            await first.StopAsync();
        }

        var kept = File.ReadAllText(caFile);
        await using var second = await HubProgram.StartAsync(_folder);

        File.ReadAllText(caFile).ShouldBe(kept);
    }

    [Fact]
    public async Task The_certificates_may_stand_elsewhere()
    {
        var elsewhere = Path.Combine(_folder, "elsewhere");

        await using var hub = await HubProgram.StartAsync(_folder, "--cert-dir", elsewhere);

        hub.Dmp.Output.ToString().ShouldContain(Path.Combine(elsewhere, "ca.pem"));
        File.Exists(Path.Combine(elsewhere, "ca.pem")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_device_that_connects_is_told_on_the_error_stream()
    {
        await using var hub = await HubProgram.StartAsync(_folder, "--ready-file", ReadyFile);
        var ready = JsonElement.Parse(File.ReadAllText(ReadyFile));
        var options = new IotHubServiceOptions { CaFile = ready.GetProperty("caFile").GetString() };
        await using var registry = new IotHubDeviceRegistry(ready.GetProperty("connectionStrings").GetProperty("iothubowner").GetString()!, options);
        var device = await registry.CreateDeviceAsync(new DeviceIdentity("visitor"), TestContext.Current.CancellationToken);

        await using var client = new IotHubDeviceClient(
            $"HostName=localhost:{ready.GetProperty("mqttsPort")};DeviceId=visitor;SharedAccessKey={device.PrimaryKey}",
            new IotHubDeviceOptions { CaFile = options.CaFile });
        await client.OpenAsync(TestContext.Current.CancellationToken);

        await hub.Dmp.Error.WaitForAsync("Device visitor has connected over MQTT", TestContext.Current.CancellationToken);
        hub.Dmp.Error.ToString().ShouldNotContain(device.PrimaryKey!);
    }

    [Theory]
    [InlineData("--mqtts-port")]
    [InlineData("--https-port")]
    public async Task A_port_in_use_is_told_with_the_option_that_changes_it(string option)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var free = option == "--mqtts-port" ? "--https-port" : "--mqtts-port";

        var ended = await new Dmp { DataDirectory = _folder }.RunAsync("hub", free, "0", option, $"{port}");

        ended.ShouldHaveFailed(1, $"Port {port} on 127.0.0.1 is in use by another program.");
        ended.Error.ShouldContain(option);
    }

    [Fact]
    public async Task An_address_of_another_machine_cannot_be_listened_on()
    {
        var ended = await new Dmp { DataDirectory = _folder }.RunAsync("hub", "--listen", "192.0.2.1", "--mqtts-port", "0", "--https-port", "0");

        ended.ShouldHaveFailed(1, "192.0.2.1 is no address of this machine.");
    }

    [Theory]
    [InlineData("localhost:8443")]
    [InlineData("https://localhost")]
    [InlineData("")]
    public async Task A_name_that_is_none_is_refused(string host)
    {
        var ended = await new Dmp { DataDirectory = _folder }.RunAsync("hub", "--host", host, "--mqtts-port", "0", "--https-port", "0");

        ended.ShouldHaveFailed(2, "HostName");
    }

    [Fact]
    public async Task A_ready_file_that_cannot_be_written_stops_the_hub()
    {
        var path = Path.Combine(_folder, "missing", "hub.json");

        var ended = await new Dmp { DataDirectory = _folder }.RunAsync("hub", "--mqtts-port", "0", "--https-port", "0", "--ready-file", path);

        ended.ExitCode.ShouldBe(1);
        ended.Error.ShouldEndWith($"dmp: The ready file '{path}' cannot be written: its folder does not exist. Name another with --ready-file.\n");
    }

    [Fact]
    public async Task A_ready_file_that_is_a_folder_leaves_no_keys_behind()
    {
        Directory.CreateDirectory(ReadyFile);

        var ended = await new Dmp { DataDirectory = _folder }.RunAsync("hub", "--mqtts-port", "0", "--https-port", "0", "--ready-file", ReadyFile);

        ended.ExitCode.ShouldBe(1);
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tier_with_its_units_and_its_burst_reaches_the_hub()
    {
        await using var hub = await HubProgram.StartAsync(
            _folder, "--tier", "S2", "--units", "3", "--burst", "30s", "--ready-file", ReadyFile);

        hub.Dmp.Output.ToString().ShouldContain("  Limits      those of tier S2, 3 units: ");
        var about = await AboutAsync();
        (about.GetProperty("tier").GetString(), about.GetProperty("units").GetInt32()).ShouldBe(("S2", 3));
        about.GetProperty("meters").GetProperty("connections").GetProperty("burst").GetInt32().ShouldBe(30 * 360);
    }

    [Fact]
    public async Task Without_a_tier_there_are_no_limits()
    {
        await using var hub = await HubProgram.StartAsync(_folder, "--ready-file", ReadyFile);

        hub.Dmp.Output.ToString().ShouldContain("  Limits      none; dmp hub --tier s1 has those of a small hub\n");
        (await AboutAsync()).GetProperty("tier").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("tier Free has 1 to 1", "--tier", "free", "--units", "2")]
    [InlineData("Units is 2 without a Tier", "--units", "2")]
    [InlineData("--tier 's4' is no tier: write free, s1, s2, s3, b1, b2, b3.", "--tier", "s4")]
    [InlineData("--units '0' is out of range: 1 to 200.", "--tier", "s1", "--units", "0")]
    public async Task A_tier_that_cannot_be_is_refused(string message, params string[] options)
    {
        var ended = await new Dmp { DataDirectory = _folder }.RunAsync(["hub", "--mqtts-port", "0", "--https-port", "0", .. options]);

        ended.ShouldHaveFailed(2, message);
    }

    private async Task<JsonElement> AboutAsync()
    {
        var ready = JsonElement.Parse(File.ReadAllText(ReadyFile));
        using var authority = X509CertificateLoader.LoadCertificateFromFile(ready.GetProperty("caFile").GetString()!);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        using var http = new HttpClient(handler);
        return JsonElement.Parse(await http.GetStringAsync(
            $"https://localhost:{ready.GetProperty("httpsPort")}/$localhub", TestContext.Current.CancellationToken));
    }

    private static string[] Names(JsonElement value) => [.. value.EnumerateObject().Select(member => member.Name)];

    private Task<Ended> HubFailsAsync(string authorities) => new Dmp { DataDirectory = _folder }.RunAsync(
        "hub", "--mqtts-port", "0", "--https-port", "0", "--device-ca", Path.Combine(_folder, authorities));
}
