using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>Makes groups of rows and writes a row for each. Without GROUP BY all rows are one group, even where there are none.</summary>
internal sealed class Grouping<TRow>
{
    private readonly IRowReader<TRow> _reader;
    private readonly RowValue<TRow>[] _keys;
    private readonly (AggregateFunction Function, RowValue<TRow> Read)[] _aggregates;
    private readonly (string Name, Func<Group, QueryValue> Read)[] _columns;

    public Grouping(QueryStatement statement, IRowReader<TRow> reader)
    {
        _reader = reader;
        _keys = [.. statement.GroupBy.Select(path => reader.Bind(path.Segments))];
        var aggregates = statement.Items.OfType<SelectItem.Aggregate>().ToList();
        _aggregates = [.. aggregates.Select(item => (item.Function, item.Path is { } path ? reader.Bind(path.Segments) : Nothing))];
        _columns = [.. statement.Items.Select((item, index) =>
            (ColumnNames.Of(statement.Items, index), ReadingOf(item, statement, aggregates)))];
    }

    /// <summary>The groups in the order of their names, which does not change while groups come and go.</summary>
    public IReadOnlyList<Group> Collect(IEnumerable<TRow> rows)
    {
        var groups = new Dictionary<QueryValue[], Group>(GroupKeyComparer.Instance);
        if (_keys.Length == 0)
        {
            groups.Add([], NewGroup([]));
        }

        var key = new QueryValue[_keys.Length];
        foreach (var row in rows)
        {
            ReadKey(in row, key);
            if (!groups.TryGetValue(key, out var group))
            {
                QueryValue[] ownKey = [.. key];
                groups.Add(ownKey, group = NewGroup(ownKey));
            }

            for (var index = 0; index < _aggregates.Length; index++)
            {
                group.Totals[index].Add(_aggregates[index].Read(in row));
            }
        }

        return [.. groups.Values.OrderBy(group => group.Name, StringComparer.Ordinal)];
    }

    public void Write(Utf8JsonWriter writer, Group group)
    {
        writer.WriteStartObject();
        foreach (var (name, read) in _columns)
        {
            ValueWriter.WriteMember(writer, name, read(group), _reader);
        }

        writer.WriteEndObject();
    }

    private static QueryValue Nothing(in TRow row) => QueryValue.Undefined;

    private static Func<Group, QueryValue> ReadingOf(SelectItem item, QueryStatement statement, List<SelectItem.Aggregate> aggregates)
    {
        if (item is SelectItem.Column column)
        {
            var place = statement.GroupBy.TakeWhile(path => !path.Names(column.Path)).Count();
            return group => group.Key[place];
        }

        var index = aggregates.FindIndex(aggregate => ReferenceEquals(aggregate, item));
        return group => group.Totals[index].Result;
    }

    private Group NewGroup(QueryValue[] key) => new(key, [.. _aggregates.Select(aggregate => Accumulator.For(aggregate.Function))]);

    private void ReadKey(in TRow row, QueryValue[] key)
    {
        for (var index = 0; index < key.Length; index++)
        {
            var value = _keys[index](in row);
            key[index] = value.IsNode ? QueryValue.OfObject(new NodeKey(value.Node, ValueWriter.TextOf(value.Node, _reader))) : value;
        }
    }
}
