namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>Finds the word that a typing error was meant to be.</summary>
internal static class Similarity
{
    private const int FurthestTypingError = 2;

    public static string? Nearest(string typed, IEnumerable<string> words) => words
        .Select(word => (Word: word, Distance: Distance(typed, word)))
        .Where(candidate => candidate.Distance <= FurthestTypingError && candidate.Distance < candidate.Word.Length)
        .OrderBy(candidate => candidate.Distance)
        .Select(candidate => candidate.Word)
        .FirstOrDefault();

    /// <summary>How many letters must be put in, left out or replaced to come from one word to the other (Levenshtein).</summary>
    internal static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
