using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>How queries read one kind of row. A path is bound once for a query and then read for every row.</summary>
/// <typeparam name="TRow">A row; it does not change while it is read.</typeparam>
internal interface IRowReader<TRow>
{
    /// <summary>Makes the reading of a path: undefined where any part of it is missing. Names are compared letter for letter.</summary>
    /// <param name="path">At least one name, in the hub's own spelling for the members of the root.</param>
    RowValue<TRow> Bind(IReadOnlyList<string> path);

    /// <summary>Writes a whole row, for <c>SELECT *</c>.</summary>
    void WriteRow(Utf8JsonWriter writer, in TRow row);

    /// <summary>Writes an object or array that a path read.</summary>
    /// <param name="writer">Takes one JSON value.</param>
    /// <param name="node">What the reader gave to <see cref="QueryValue.OfObject"/> or <see cref="QueryValue.OfArray"/>.</param>
    void WriteNode(Utf8JsonWriter writer, object node);
}
