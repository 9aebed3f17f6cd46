namespace DeviceManagementPatterns.LocalHub.Query.Ast;

/// <summary>The condition of a job or of a configuration. No expression means all.</summary>
/// <param name="Source">Devices, unless the text begins with FROM.</param>
/// <param name="Where">What must hold.</param>
/// <param name="From">Where FROM names the source; null where the text has no FROM.</param>
internal sealed record ConditionStatement(QuerySource Source, QueryExpression? Where, QueryPosition? From)
{
    public override string ToString() => CanonicalText.Of(this);
}
