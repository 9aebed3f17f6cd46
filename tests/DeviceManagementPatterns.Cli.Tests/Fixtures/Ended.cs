namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary>How a run of the tool ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    /// <summary>One line, which names the tool, and nothing for a script to mistake for a result.</summary>
    public void ShouldHaveFailed(int exitCode, string containing)
    {
        ExitCode.ShouldBe(exitCode, Error);
        Error.ShouldContain(containing);
        Error.ShouldStartWith("dmp: ");
        Error.TrimEnd('\n').ShouldNotContain('\n');
        Error.ShouldNotContain("   at ");
        Output.ShouldBeEmpty();
    }
}
