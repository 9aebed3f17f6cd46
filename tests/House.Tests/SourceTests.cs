using System.Text.RegularExpressions;

namespace House.Tests;

/// <summary>Rules about where a text may stand, read from the sources because constants leave no trace in compiled code.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] WireWords = ["$iothub", "iothub-errorcode", "x-ms-", "messages/events", "devicebound"];
    private static readonly string[] RebootWords = ["rebootDevice", "lastReboot", "rebootTime", "iothubDM", "previousBootId"];

    [Fact]
    public void Wire_strings_stand_in_Wire_only() => Find(WireWords, file => !file.Contains("/Wire/", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_search_for_wire_strings_finds_those_in_Wire() =>
        Find(WireWords, file => file.Contains("/Wire/", StringComparison.Ordinal)).ShouldNotBeEmpty();

    [Fact]
    public void The_names_of_the_reboot_stand_in_its_contract_only() =>
        Find(RebootWords, file => !file.EndsWith("Contract.cs", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_search_for_names_finds_those_in_the_contract() =>
        Find(RebootWords, file => file.EndsWith("RebootContract.cs", StringComparison.Ordinal)).ShouldNotBeEmpty();

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Repository.Sources("src").Where(file => File.ReadLines(file).Count() > 400).ShouldBeEmpty();

    [Fact]
    public void Log_messages_have_numbers_of_their_own()
    {
        var numbers = Repository.Sources("src")
            .Where(file => Path.GetFileName(file) == "Log.cs")
            .SelectMany(file => LogNumber().Matches(File.ReadAllText(file)).Select(message => (Number: message.Groups[1].Value, File: file)))
            .GroupBy(use => use.Number)
            .Where(uses => uses.Count() > 1)
            .Select(uses => $"{uses.Key}: {string.Join(", ", uses.Select(use => use.File))}");

        numbers.ShouldBeEmpty();
    }

    private static IEnumerable<string> Find(string[] words, Func<string, bool> inFile) =>
        from file in Repository.Sources("src").Where(inFile)
        from line in File.ReadLines(file)
        let code = line.TrimStart()
        where !code.StartsWith("//", StringComparison.Ordinal)
        from literal in Literal().Matches(code)
        from word in words
        where literal.Value.Contains(word, StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Repository.Root, file)}: {code}";

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"
        """)]
    private static partial Regex Literal();

    [GeneratedRegex("""\[LoggerMessage\((\d+),""")]
    private static partial Regex LogNumber();
}
