namespace DeviceManagementPatterns.LocalHub.Query.Ast;

/// <summary>Names a member of a row: <c>properties.reported.iothubDM.reboot</c>.</summary>
internal sealed record QueryPath(IReadOnlyList<string> Segments, QueryPosition Position)
{
    /// <summary>What a column of this path is called that has no alias.</summary>
    public string Name { get; init; } = Segments[^1];

    public bool Names(QueryPath other) => Segments.SequenceEqual(other.Segments, StringComparer.Ordinal);

    public override string ToString() => CanonicalText.Of(this);
}
