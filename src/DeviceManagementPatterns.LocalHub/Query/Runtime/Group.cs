using System.Globalization;
using DeviceManagementPatterns.LocalHub.Query.Parsing;

namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>The rows with one key, summed up.</summary>
internal sealed class Group(QueryValue[] key, Accumulator[] totals)
{
    public IReadOnlyList<QueryValue> Key { get; } = key;

    public IReadOnlyList<Accumulator> Totals { get; } = totals;

    /// <summary>Tells the group from all others.</summary>
    public string Name { get; } = string.Join(',', key.Select(TextOf));

    private static string TextOf(QueryValue value) => value switch
    {
        { Text: { } text } => StringLiteral.Quote(text),
        { IsNode: true } => ((NodeKey)value.Node).Text,
        { IsNumber: true } => value.Number.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
