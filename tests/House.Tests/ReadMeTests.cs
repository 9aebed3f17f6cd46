namespace House.Tests;

public sealed class ReadMeTests
{
    [Theory]
    [InlineData("samples/GettingStarted.Device/Program.cs")]
    [InlineData("samples/GettingStarted.BackEnd/Program.cs")]
    public void What_the_README_shows_is_a_program_that_is_compiled(string sample) =>
        Repository.Read("README.md").ShouldContain($"```csharp\n{Repository.Read(sample).TrimEnd()}\n```");

    [Fact]
    public void The_programs_are_as_short_as_promised()
    {
        Lines("samples/GettingStarted.Device/Program.cs").ShouldBeLessThanOrEqualTo(15);
        Lines("samples/GettingStarted.BackEnd/Program.cs").ShouldBeLessThanOrEqualTo(10);
    }

    private static int Lines(string sample) => Repository.Read(sample).Split('\n').Count(line => line.Trim().Length > 0);
}
