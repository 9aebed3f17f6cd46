namespace DeviceManagementPatterns.Tests;

/// <summary>
/// Many cases of one rule in a text: <c>input => expected</c> a line; empty lines and lines that start with <c>//</c> are for people.
/// </summary>
internal static class CaseFile
{
    public static TheoryData<string, string> Read(string path)
    {
        var cases = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, path)))
        {
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            var arrow = line.LastIndexOf(" => ", StringComparison.Ordinal);
            cases.Add(line[..arrow].Trim(), line[(arrow + 4)..].Trim());
        }

        return cases;
    }
}
