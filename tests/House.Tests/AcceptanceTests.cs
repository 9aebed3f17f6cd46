using System.Text.RegularExpressions;

namespace House.Tests;

/// <summary>docs/acceptance.md names cases; each of them exists.</summary>
public sealed partial class AcceptanceTests
{
    private const int Points = 15;

    private static readonly string[] TestFolders = ["tests/DeviceManagementPatterns.LocalHub.Tests", "tests/DeviceManagementPatterns.Tests"];

    private readonly string _page = Repository.Read("docs/acceptance.md");

    [Fact]
    public void Every_point_is_shown_by_a_peer_case_and_a_test()
    {
        var sections = Heading().Split(_page)[1..];
        var numbers = Heading().Matches(_page).Select(heading => heading.Groups["number"].Value);

        numbers.ShouldBe(Enumerable.Range(1, Points).Select(number => $"{number}"));
        sections.Where((_, at) => at % 2 == 1).ShouldAllBe(section => Peer().IsMatch(section) && Test().IsMatch(section));
    }

    [Fact]
    public void Every_peer_case_that_is_named_exists()
    {
        var missing = Peer().Matches(_page)
            .Where(peer => !IsCase(peer.Groups["file"].Value, peer.Groups["title"].Value))
            .Select(peer => peer.Value);

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var sources = TestFolders.SelectMany(Repository.Sources).ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);

        var missing = Test().Matches(_page)
            .Where(test => !sources[test.Groups["class"].Value].Any(text => text.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal)))
            .Select(test => test.Value);

        missing.ShouldBeEmpty();
    }

    private static bool IsCase(string file, string title)
    {
        var path = $"tests/peers/node/cases/{file}.test.mjs";
        return File.Exists(Repository.At(path))
            && Repository.Read(path).Contains($"test('{title.Replace("'", "\\'", StringComparison.Ordinal)}'", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^## (?<number>\d+)\. .*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^- peer `(?<file>[a-z0-9-]+)`: (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Peer();

    [GeneratedRegex(@"^- test `(?<class>\w+)\.(?<method>\w+)`$", RegexOptions.Multiline)]
    private static partial Regex Test();
}
