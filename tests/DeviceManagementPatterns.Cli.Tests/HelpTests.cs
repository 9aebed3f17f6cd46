using System.CommandLine;
using DeviceManagementPatterns.Cli.Tests.Fixtures;
using Snapshooter.Xunit3;

namespace DeviceManagementPatterns.Cli.Tests;

public sealed class HelpTests
{
    [Fact]
    public async Task The_help_of_the_whole_tool_reads_like_this()
    {
        var pages = new List<string>();
        foreach (var path in Paths(new DmpRootCommand(new Dmp().Environment), []))
        {
            var help = await new Dmp().RunAsync([.. path, "--help"]);
            help.ExitCode.ShouldBe(0);
            pages.Add($"$ dmp {string.Join(' ', path)}\n{help.Output}");
        }

        Snapshot.Match(string.Join('\n', pages));
    }

    [Fact]
    public async Task Without_arguments_the_tool_shows_its_help()
    {
        var bare = await new Dmp().RunAsync();
        var help = await new Dmp().RunAsync("--help");

        bare.ShouldBe(help);
        bare.Output.ShouldContain("dmp hub");
    }

    [Fact]
    public async Task The_version_is_the_tools_own()
    {
        var version = await new Dmp().RunAsync("--version");

        version.Output.ShouldMatch(@"^\d+\.\d+\.\d+\n$");
        version.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_shell_can_ask_what_may_come_next()
    {
        var words = await new Dmp().RunAsync("[suggest:10]", "device con");

        words.Output.ShouldBe("connection-string\n");
    }

    private static IEnumerable<string[]> Paths(Command command, string[] path) =>
        command.Subcommands.SelectMany(child => Paths(child, [.. path, child.Name])).Prepend(path);
}
