using System.Globalization;
using System.Runtime.CompilerServices;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>
/// One immutable JSON value in 16 bytes. Whole numbers are held in place, other numbers keep their text beside their value. The bits
/// of a string or array hold its kind and its size, so that a section's size is a sum over few fields.
/// </summary>
internal readonly struct TwinValue
{
    private const int KindBits = 8;

    private static readonly object Constant = new();
    private static readonly object Integer = new();

    private readonly object? _content;
    private readonly long _bits;

    private TwinValue(object content, long bits)
    {
        _content = content;
        _bits = bits;
    }

    public static TwinValue Null { get; } = new(Constant, Tag(TwinValueKind.Null, TwinSize.Constant));

    public static TwinValue True { get; } = new(Constant, Tag(TwinValueKind.True, TwinSize.Constant));

    public static TwinValue False { get; } = new(Constant, Tag(TwinValueKind.False, TwinSize.Constant));

    public TwinValueKind Kind => _content switch
    {
        null => TwinValueKind.Undefined,
        TwinNumber => TwinValueKind.Number,
        var content when ReferenceEquals(content, Integer) => TwinValueKind.Number,
        _ => (TwinValueKind)(byte)_bits,
    };

    public bool IsUndefined => _content is null;

    public bool IsInteger => ReferenceEquals(_content, Integer);

    /// <summary>What the value counts for in its section's limit.</summary>
    public int Size => Kind switch
    {
        TwinValueKind.Undefined => 0,
        TwinValueKind.Number => TwinSize.Number,
        TwinValueKind.Object => AsObject().Size,
        _ => (int)(_bits >> KindBits),
    };

    public static TwinValue Of(long value) => new(Integer, value);

    public static TwinValue Of(double value, ReadOnlySpan<byte> text) => new(new TwinNumber(text.ToArray()), BitConverter.DoubleToInt64Bits(value));

    public static TwinValue Of(string text) => new(text, Tag(TwinValueKind.String, TwinSize.OfText(text)));

    public static TwinValue Of(TwinValue[] elements)
    {
        var size = 0;
        foreach (ref readonly var element in elements.AsSpan())
        {
            size += element.Size;
        }

        return new TwinValue(elements, Tag(TwinValueKind.Array, size));
    }

    public static TwinValue Of(TwinObject content) => new(content, Tag(TwinValueKind.Object, 0));

    public TwinObject AsObject() => Content<TwinObject>(TwinValueKind.Object);

    public ReadOnlySpan<TwinValue> AsArray() => Content<TwinValue[]>(TwinValueKind.Array);

    public string AsString() => Content<string>(TwinValueKind.String);

    public bool TryGetInteger(out long value)
    {
        value = _bits;
        return IsInteger;
    }

    public double AsDouble() => _content switch
    {
        TwinNumber => BitConverter.Int64BitsToDouble(_bits),
        var content when ReferenceEquals(content, Integer) => _bits,
        _ => throw new InvalidOperationException($"A value of kind {Kind} is no number."),
    };

    /// <summary>The number's text where it was kept; empty for whole numbers, whose text follows from the value.</summary>
    internal ReadOnlySpan<byte> NumberText => _content is TwinNumber number ? number.Text : default;

    /// <summary>For a debugger.</summary>
    public override string ToString() => Kind switch
    {
        TwinValueKind.Number => AsDouble().ToString(CultureInfo.InvariantCulture),
        TwinValueKind.String => AsString(),
        var kind => kind.ToString(),
    };

    private static long Tag(TwinValueKind kind, int size) => ((long)size << KindBits) | (byte)kind;

    private T Content<T>(TwinValueKind kind)
        where T : class =>
        Kind == kind ? Unsafe.As<T>(_content!) : throw new InvalidOperationException($"A value of kind {Kind} is no {kind}.");
}
