using System.Runtime.CompilerServices;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub;

/// <summary>Lines of a text file beside the test: <c>input =&gt; expected</c>. Empty lines and lines that start with # are comments.</summary>
internal static class CaseFile
{
    public static TheoryData<string, string> Read(string name, [CallerFilePath] string testFile = "")
    {
        var cases = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Path.GetDirectoryName(testFile)!, "Cases", name)))
        {
            if (line.Length > 0 && !line.StartsWith('#'))
            {
                var parts = line.Split(" => ", 2);
                cases.Add(parts[0].Trim(), parts[1].Trim());
            }
        }

        return cases;
    }
}
