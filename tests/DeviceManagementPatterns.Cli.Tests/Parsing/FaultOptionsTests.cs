using DeviceManagementPatterns.Cli.Parsing;
using DeviceManagementPatterns.LocalHub.Faults;

namespace DeviceManagementPatterns.Cli.Tests.Parsing;

public sealed class FaultOptionsTests
{
    [Fact]
    public void Nothing_given_is_nothing() => FaultOptions.Read(null, []).ShouldBeNull();

    [Fact]
    public void Rules_of_the_command_line_come_behind_those_of_the_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{"seed":7,"rules":["drop ping"]}""");

        var script = FaultOptions.Read(file, ["stale query 5s"])!;

        script.Seed.ShouldBe(7);
        script.Rules.ShouldBe([FaultRule.Parse("drop ping"), FaultRule.Parse("stale query 5s")]);
        File.Delete(file);
    }

    [Fact]
    public void What_is_wrong_is_told_with_its_option() =>
        Should.Throw<ArgumentException>(() => FaultOptions.Read(null, ["drop ping", "drop pong"])).Message
            .ShouldStartWith("--fault 'drop pong': operation 'pong' is unknown");
}
