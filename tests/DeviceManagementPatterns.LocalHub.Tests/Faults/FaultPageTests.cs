using System.Runtime.CompilerServices;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Faults;

namespace DeviceManagementPatterns.LocalHub.Tests.Faults;

/// <summary>The page and the schema say what the code does.</summary>
public sealed class FaultPageTests
{
    private static readonly string[] Passed = ["calls", "hits"];

    [Fact]
    public void The_page_has_each_operation_with_its_kinds()
    {
        var rows = Read("faults.md").Split('\n')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 5 && FaultWords.TryParse(cells[1].Trim('`'), out FaultOperation _))
            .Select(cells => $"{cells[1].Trim('`')}: {cells[3]}");

        rows.ShouldBe(Enum.GetValues<FaultOperation>().Select(operation => $"{FaultWords.Of(operation)}: {FaultWords.List(FaultMatrix.KindsAt(operation))}"));
    }

    [Fact]
    public void The_page_has_each_kind_and_each_member()
    {
        var page = Read("faults.md");

        Enum.GetValues<FaultKind>().ShouldAllBe(kind => page.Contains($"\n| `{FaultWords.Of(kind)}` |"));
        FaultMember.All.ShouldAllBe(member => page.Contains($"`{member.Name}`"));
    }

    [Fact]
    public void The_pages_script_is_one()
    {
        var script = FaultScript.Parse(Read("faults.md").Split("```json\n")[1].Split("```")[0]);

        script.Seed.ShouldBe(7);
        script.Rules.Count.ShouldBe(2);
    }

    [Fact]
    public void The_schema_has_the_words_and_members_of_the_code()
    {
        var schema = JsonDocument.Parse(Read("faults.schema.json")).RootElement;
        var rule = schema.GetProperty("$defs").GetProperty("rule").GetProperty("properties");

        Words(rule.GetProperty("kind")).ShouldBe(Enum.GetValues<FaultKind>().Select(FaultWords.Of));
        Words(rule.GetProperty("operation")).ShouldBe(Enum.GetValues<FaultOperation>().Select(FaultWords.Of));
        rule.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["kind", "operation", .. FaultMember.All.Select(member => member.Name), .. Passed]);
    }

    private static IEnumerable<string?> Words(JsonElement member) => member.GetProperty("enum").EnumerateArray().Select(word => word.GetString());

    private static string Read(string page, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", page)).ReplaceLineEndings("\n");
}
