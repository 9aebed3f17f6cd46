using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

/// <summary>Files in Cases/: a line <c>input => expected</c> is a case, a line that begins with # says what follows.</summary>
internal static class CaseFile
{
    private const string Arrow = " => ";

    public static IEnumerable<TheoryDataRow<string, string>> Cases(string file)
    {
        var lines = Text(file).Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].Length > 0 && lines[index][0] != '#')
            {
                var arrow = lines[index].IndexOf(Arrow, StringComparison.Ordinal);
                yield return new TheoryDataRow<string, string>(Visible(lines[index][..arrow]), lines[index][(arrow + Arrow.Length)..])
                {
                    TestDisplayName = $"{file}, line {index + 1}",
                };
            }
        }
    }

    public static JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(Text(file));
        return document.RootElement.Clone();
    }

    private static string Visible(string text) => text.Replace('⏎', '\n').Replace('␣', ' ');

    private static string Text(string file, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Cases", file));
}
