namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>Rows in the order of their keys, letter by letter. Sorted once, when made: for collections of modest size.</summary>
internal sealed class KeyedRows<TRow>(IEnumerable<TRow> rows, Func<TRow, string> keyOf) : IRowSource<TRow>
{
    private readonly (string Key, TRow Row)[] _rows =
        [.. rows.Select(row => (keyOf(row), row)).OrderBy(pair => pair.Item1, StringComparer.Ordinal)];

    public IEnumerable<TRow> After(string? position) => _rows
        .SkipWhile(pair => position is not null && string.CompareOrdinal(pair.Key, position) <= 0)
        .Select(pair => pair.Row);

    public string PositionOf(in TRow row) => keyOf(row);
}
