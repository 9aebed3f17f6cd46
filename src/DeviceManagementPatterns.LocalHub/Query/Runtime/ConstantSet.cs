namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>The list of an IN, looked up in one step however long it is.</summary>
internal sealed class ConstantSet
{
    private readonly HashSet<string> _texts;
    private readonly HashSet<double> _numbers;
    private readonly bool _hasNull;
    private readonly bool _hasTrue;
    private readonly bool _hasFalse;

    public ConstantSet(IReadOnlyList<QueryValue> items)
    {
        _texts = items.Where(item => item.Text is not null).Select(item => item.Text!).ToHashSet(StringComparer.Ordinal);
        _numbers = items.Where(item => item.IsNumber).Select(item => item.Number).ToHashSet();
        _hasNull = items.Any(item => item.Kind == QueryValueKind.Null);
        _hasTrue = items.Any(item => item.IsTrue);
        _hasFalse = items.Any(item => item.Kind == QueryValueKind.Boolean && !item.Boolean);
    }

    /// <summary>Undefined for what cannot be compared. An <c>undefined</c> in the list equals nothing.</summary>
    public Truth Contains(in QueryValue value) => value.Kind switch
    {
        QueryValueKind.String => TruthTable.Of(_texts.Contains(value.Text!)),
        QueryValueKind.Number => TruthTable.Of(_numbers.Contains(value.Number)),
        QueryValueKind.Null => TruthTable.Of(_hasNull),
        QueryValueKind.Boolean => TruthTable.Of(value.Boolean ? _hasTrue : _hasFalse),
        _ => Truth.Undefined,
    };
}
