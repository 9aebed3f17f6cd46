using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>Writes what was selected of one row.</summary>
internal sealed class Projection<TRow>
{
    private readonly IRowReader<TRow> _reader;
    private readonly (string Name, RowValue<TRow> Read)[] _columns;

    /// <param name="items">Columns only; none means the whole row.</param>
    /// <param name="reader">Reads and writes the rows.</param>
    public Projection(IReadOnlyList<SelectItem> items, IRowReader<TRow> reader)
    {
        _reader = reader;
        _columns = [.. items.OfType<SelectItem.Column>().Select((column, index) =>
            (ColumnNames.Of(items, index), reader.Bind(column.Path.Segments)))];
    }

    public void Write(Utf8JsonWriter writer, in TRow row)
    {
        if (_columns.Length == 0)
        {
            _reader.WriteRow(writer, in row);
            return;
        }

        writer.WriteStartObject();
        foreach (var (name, read) in _columns)
        {
            ValueWriter.WriteMember(writer, name, read(in row), _reader);
        }

        writer.WriteEndObject();
    }
}
