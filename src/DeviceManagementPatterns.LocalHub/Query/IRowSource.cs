namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>
/// Rows in an order that lasts: a row keeps its place while others come and go, so that a later page neither repeats nor skips it.
/// </summary>
internal interface IRowSource<TRow>
{
    /// <summary>The rows behind a place, also where the row that stood there is gone; all rows for null.</summary>
    /// <exception cref="FormatException">The position is not one of this source's. The call throws, not the enumeration.</exception>
    IEnumerable<TRow> After(string? position);

    /// <summary>Names a row's place. It travels in the continuation token: short, and nothing secret.</summary>
    string PositionOf(in TRow row);
}
