namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>Three-valued logic: what is undefined stays so, unless the other operand decides alone.</summary>
internal static class TruthTable
{
    public static Truth Of(bool value) => value ? Truth.True : Truth.False;

    /// <summary>A value as a condition: only booleans have a truth.</summary>
    public static Truth Of(in QueryValue value) => value.Kind == QueryValueKind.Boolean ? Of(value.Boolean) : Truth.Undefined;

    public static QueryValue ToValue(Truth truth) => truth == Truth.Undefined ? QueryValue.Undefined : QueryValue.Of(truth == Truth.True);

    public static Truth Not(Truth operand) => operand switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Undefined,
    };

    public static Truth And(Truth left, Truth right) => (left, right) switch
    {
        (Truth.False, _) or (_, Truth.False) => Truth.False,
        (Truth.True, Truth.True) => Truth.True,
        _ => Truth.Undefined,
    };

    public static Truth Or(Truth left, Truth right) => (left, right) switch
    {
        (Truth.True, _) or (_, Truth.True) => Truth.True,
        (Truth.False, Truth.False) => Truth.False,
        _ => Truth.Undefined,
    };
}
