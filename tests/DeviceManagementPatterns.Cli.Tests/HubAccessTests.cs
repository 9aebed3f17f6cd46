using DeviceManagementPatterns.Cli.Tests.Fixtures;
using DeviceManagementPatterns.LocalHub;

namespace DeviceManagementPatterns.Cli.Tests;

/// <summary>What can be wrong with the hub that a command is pointed at.</summary>
public sealed class HubAccessTests(RunningHub running) : IClassFixture<RunningHub>
{
    private const string Key = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";

    [Theory]
    [InlineData("nonsense", "is not of the form Name=Value")]
    [InlineData($"SharedAccessKeyName=service;SharedAccessKey={Key}", "has no HostName")]
    [InlineData($"HostName=localhost;SharedAccessKey={Key}", "has no SharedAccessKeyName")]
    [InlineData($"HostName=localhost;DeviceId=d;SharedAccessKey={Key}", "This is a device connection string")]
    [InlineData($"HostName=https://localhost;SharedAccessKeyName=service;SharedAccessKey={Key}", "without a scheme")]
    [InlineData($"HostName=localhost;SharedAccessKeyName=service;SharedAccessKey={Key}!", "is not base64")]
    public async Task A_malformed_connection_string_is_told_by_its_field(string connectionString, string fault)
    {
        var ended = await RunningHub.DmpWith(connectionString).RunAsync("device", "list");

        ended.ShouldHaveFailed(2, fault);
        ended.Error.ShouldNotContain(Key);
    }

    [Fact]
    public async Task The_options_count_before_the_variables()
    {
        var ended = await RunningHub.DmpWith("nonsense", "nowhere.pem")
            .RunAsync("device", "list", "--connection-string", running.Hub.ConnectionString, "--ca-file", running.Hub.CaFile);

        ended.ExitCode.ShouldBe(0, ended.Error);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_told_with_the_remedy()
    {
        var ended = await RunningHub.DmpWith(running.Hub.ConnectionString).RunAsync("device", "list");

        ended.ShouldHaveFailed(1, "set --ca-file, or the environment variable DMP_CA_FILE");
    }

    [Fact]
    public async Task A_CA_file_that_is_not_there_is_told_by_name()
    {
        var ended = await RunningHub.DmpWith(running.Hub.ConnectionString, "nowhere.pem").RunAsync("device", "list");

        ended.ShouldHaveFailed(2, "names 'nowhere.pem', which cannot be read");
    }

    [Fact]
    public async Task A_wrong_key_is_refused_by_the_hub()
    {
        var wrong = running.Hub.ConnectionString.Split("SharedAccessKey=")[0] + $"SharedAccessKey={Key}";

        var ended = await RunningHub.DmpWith(wrong, running.Hub.CaFile).RunAsync("device", "list");

        ended.ShouldHaveFailed(1, "Check the key");
        ended.Error.ShouldNotContain(Key);
    }

    [Fact]
    public async Task A_hub_that_is_not_there_is_told_by_its_address()
    {
        var gone = await LocalIotHub.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var connectionString = gone.ConnectionString;
        await gone.DisposeAsync();

        var ended = await RunningHub.DmpWith(connectionString).RunAsync("device", "list");

        ended.ShouldHaveFailed(1, "cannot be reached");
    }

    [Fact]
    public async Task A_hub_that_does_not_tell_its_ports_has_the_usual_ones()
    {
        await using var ordinary = await OrdinaryHub.StartAsync();

        var ended = await RunningHub.DmpWith(ordinary.ConnectionString, ordinary.CaFile).RunAsync("device", "connection-string", "d1");

        ended.Output.ShouldBe($"HostName=localhost;DeviceId=d1;SharedAccessKey={OrdinaryHub.DeviceKey}\n");
        ended.ExitCode.ShouldBe(0, ended.Error);
    }
}
