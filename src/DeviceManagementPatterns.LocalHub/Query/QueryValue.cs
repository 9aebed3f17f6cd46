using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>
/// A value that a query reads or computes. Sixteen bytes, so that it travels in registers: strings and nodes are their own mark,
/// the rest is marked by a shared object and kept in the number. The default value is undefined.
/// </summary>
internal readonly struct QueryValue
{
    private static readonly Mark NullMark = new(QueryValueKind.Null);
    private static readonly Mark BooleanMark = new(QueryValueKind.Boolean);
    private static readonly Mark NumberMark = new(QueryValueKind.Number);

    private readonly object? _content;
    private readonly double _number;

    private QueryValue(object content, double number = 0)
    {
        _content = content;
        _number = number;
    }

    public static QueryValue Undefined => default;

    public static QueryValue Null => new(NullMark);

    public QueryValueKind Kind => _content switch
    {
        null => QueryValueKind.Undefined,
        string => QueryValueKind.String,
        Mark mark => mark.Kind,
        _ => _number == 0 ? QueryValueKind.Object : QueryValueKind.Array,
    };

    public bool IsUndefined => _content is null;

    public bool IsNumber => ReferenceEquals(_content, NumberMark);

    public bool IsTrue => ReferenceEquals(_content, BooleanMark) && _number != 0;

    /// <summary>True for an object or array: they can be written, but never compared.</summary>
    public bool IsNode => _content is not (null or string or Mark);

    /// <summary>The number; meaningless for other kinds.</summary>
    public double Number => _number;

    /// <summary>The string, or null for other kinds.</summary>
    public string? Text => _content as string;

    /// <summary>The boolean; false for other kinds.</summary>
    public bool Boolean => IsTrue;

    /// <summary>The reader's own object or array. Only for those kinds.</summary>
    public object Node => IsNode ? _content! : throw new InvalidOperationException($"A value of kind {Kind} has no node.");

    /// <summary>A number; what is not finite has no place in JSON and is undefined.</summary>
    public static QueryValue Of(double number) => double.IsFinite(number) ? new QueryValue(NumberMark, number) : default;

    public static QueryValue Of(bool value) => new(BooleanMark, value ? 1 : 0);

    public static QueryValue Of(string text) => new(text);

    public static QueryValue OfObject(object node) => new(node);

    public static QueryValue OfArray(object node) => new(node, 1);

    /// <summary>A short form for messages and for the debugger; <see cref="Ast.CanonicalText"/> writes the language.</summary>
    public override string ToString() => Kind switch
    {
        QueryValueKind.Boolean => Boolean ? "true" : "false",
        QueryValueKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        QueryValueKind.String => Text!,
        var kind => kind.ToString(),
    };

    private sealed class Mark(QueryValueKind kind)
    {
        public QueryValueKind Kind { get; } = kind;
    }
}
