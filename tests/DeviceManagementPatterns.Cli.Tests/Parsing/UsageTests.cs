using System.CommandLine.Parsing;
using DeviceManagementPatterns.Cli.Tests.Fixtures;

namespace DeviceManagementPatterns.Cli.Tests.Parsing;

public sealed class UsageTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases => CaseFile.Read("Cases/usage.txt");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_wrong_command_line_is_told_in_one_line(string arguments, string line)
    {
        var ended = await new Dmp { DataDirectory = Path.GetTempPath() }.RunAsync([.. CommandLineParser.SplitCommandLine(arguments)]);

        ended.Error.ShouldBe($"dmp: {line}\n");
        ended.ShouldHaveFailed(2, "");
    }

    [Fact]
    public async Task Without_a_hub_the_tool_says_where_to_get_one()
    {
        var ended = await new Dmp().RunAsync("device", "list");

        ended.ShouldHaveFailed(2, "No hub is given. Set DMP_CONNECTION_STRING (or --connection-string)");
    }

    [Fact]
    public async Task An_empty_variable_is_no_hub()
    {
        var ended = await RunningHub.DmpWith(" ").RunAsync("device", "list");

        ended.ShouldHaveFailed(2, "No hub is given.");
    }

    [Fact]
    public async Task Without_a_folder_for_data_the_certificates_need_one()
    {
        var ended = await new Dmp().RunAsync("hub", "--mqtts-port", "0", "--https-port", "0");

        ended.ShouldHaveFailed(2, "name one for the certificates with --cert-dir");
    }
}
