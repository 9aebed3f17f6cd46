using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>Gives every path its meaning in the source: the prefix goes, the hub's own members get their spelling.</summary>
internal sealed class PathBinding(QuerySource source) : ExpressionRewriter
{
    private readonly RootMembers _members = source == QuerySource.Jobs ? RootMembers.Jobs : RootMembers.Twins;

    /// <summary>Module queries are seen with either prefix.</summary>
    private readonly string[][] _prefixes = source switch
    {
        QuerySource.Jobs => [["devices", "jobs"]],
        QuerySource.Modules => [["devices", "modules"], ["devices"]],
        _ => [["devices"]],
    };

    public static QueryStatement Bind(QueryStatement statement)
    {
        var binding = new PathBinding(statement.Source);
        return statement with
        {
            Items = [.. statement.Items.Select(binding.Bind)],
            Where = statement.Where is { } where ? binding.Rewrite(where) : null,
            GroupBy = [.. statement.GroupBy.Select(binding.Changed)],
        };
    }

    public static ConditionStatement Bind(ConditionStatement condition) => condition with
    {
        Where = condition.Where is { } where ? new PathBinding(condition.Source).Rewrite(where) : null,
    };

    protected override QueryPath Changed(QueryPath path)
    {
        var members = WithoutPrefix(path.Segments);
        var spelled = _members.Spell(members);
        var alias = members.Count == 1 ? _members.AliasOf(members[0]) : null;
        return new QueryPath(spelled, path.Position) { Name = alias ?? spelled[^1] };
    }

    private SelectItem Bind(SelectItem item) => item switch
    {
        SelectItem.Column column => column with { Path = Changed(column.Path) },
        SelectItem.Aggregate { Path: { } path } aggregate => aggregate with { Path = Changed(path) },
        _ => item,
    };

    private IReadOnlyList<string> WithoutPrefix(IReadOnlyList<string> segments)
    {
        foreach (var prefix in _prefixes)
        {
            if (segments.Count > prefix.Length && prefix.SequenceEqual(segments.Take(prefix.Length), StringComparer.OrdinalIgnoreCase))
            {
                return [.. segments.Skip(prefix.Length)];
            }
        }

        return segments;
    }
}
