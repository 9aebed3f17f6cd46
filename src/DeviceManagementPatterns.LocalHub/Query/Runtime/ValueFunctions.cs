using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>The functions of a condition. Questions about the kind have an answer for every value, others for strings only.</summary>
internal static class ValueFunctions
{
    public static Truth Ask(QueryFunction function, in QueryValue value) => TruthTable.Of(function switch
    {
        QueryFunction.IsDefined => !value.IsUndefined,
        QueryFunction.IsString => value.Text is not null,
        QueryFunction.IsNumber => value.IsNumber,
        QueryFunction.IsBool => value.Kind == QueryValueKind.Boolean,
        QueryFunction.IsNull => value.Kind == QueryValueKind.Null,
        QueryFunction.IsObject => value.Kind == QueryValueKind.Object,
        QueryFunction.IsArray => value.Kind == QueryValueKind.Array,
        QueryFunction.IsPrimitive => ValueComparison.IsPrimitive(value),
        _ => throw new InvalidOperationException($"{function} takes two values."),
    });

    public static Truth Ask(QueryFunction function, in QueryValue value, in QueryValue part)
    {
        if (value.Text is not { } text || part.Text is not { } fragment)
        {
            return Truth.Undefined;
        }

        return TruthTable.Of(function switch
        {
            QueryFunction.StartsWith => text.StartsWith(fragment, StringComparison.Ordinal),
            QueryFunction.EndsWith => text.EndsWith(fragment, StringComparison.Ordinal),
            QueryFunction.Contains => text.Contains(fragment, StringComparison.Ordinal),
            _ => throw new InvalidOperationException($"{function} takes one value."),
        });
    }
}
