namespace DeviceManagementPatterns.AzureDevices.Tests;

/// <summary>Cases as text: a line <c>input => expected</c> each, # for comments.</summary>
internal static class CaseFile
{
    public static IEnumerable<TheoryDataRow<string, string>> Read(string path)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, path));
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            var arrow = line.IndexOf(" => ", StringComparison.Ordinal);
            yield return new TheoryDataRow<string, string>(line[..arrow], line[(arrow + 4)..]);
        }
    }
}
