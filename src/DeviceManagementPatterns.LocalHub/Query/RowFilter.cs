namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>Whether a row is meant. Knows no state: many threads may ask it at once.</summary>
/// <param name="condition">Null where every row is meant.</param>
/// <param name="equalities">What is common to all rows that are meant.</param>
/// <param name="matchesNothing">True where no row can be meant, whatever it holds.</param>
internal sealed class RowFilter<TRow>(RowCondition<TRow>? condition, IReadOnlyList<QueryEquality> equalities, bool matchesNothing)
{
    public IReadOnlyList<QueryEquality> Equalities { get; } = equalities;

    public bool MatchesAll => condition is null && !MatchesNothing;

    public bool MatchesNothing { get; } = matchesNothing;

    public bool Matches(in TRow row) => condition is null ? !MatchesNothing : condition(in row) == Truth.True;

    public IEnumerable<TRow> Select(IEnumerable<TRow> rows) => MatchesAll ? rows : MatchesNothing ? [] : Meant(rows);

    private IEnumerable<TRow> Meant(IEnumerable<TRow> rows)
    {
        foreach (var row in rows)
        {
            if (Matches(in row))
            {
                yield return row;
            }
        }
    }
}
