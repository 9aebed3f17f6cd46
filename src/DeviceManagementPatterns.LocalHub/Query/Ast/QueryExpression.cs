namespace DeviceManagementPatterns.LocalHub.Query.Ast;

/// <summary>What stands after WHERE, and its parts.</summary>
internal abstract record QueryExpression(int Depth)
{
    public sealed override string ToString() => CanonicalText.Of(this);

    private static int DeepestOf(IReadOnlyList<QueryExpression> parts) => parts.Count == 0 ? 0 : parts.Max(part => part.Depth);

    public sealed record Constant(QueryValue Value) : QueryExpression(1);

    /// <summary>A list of constants on its own: it may be written, but nothing equals it.</summary>
    public sealed record Array(IReadOnlyList<QueryValue> Items) : QueryExpression(1);

    public sealed record Path(QueryPath Target) : QueryExpression(1);

    public sealed record Negate(QueryExpression Operand) : QueryExpression(Operand.Depth + 1);

    public sealed record Arithmetic(QueryExpression Left, ArithmeticOperator Operator, QueryExpression Right)
        : QueryExpression(Math.Max(Left.Depth, Right.Depth) + 1);

    public sealed record Compare(QueryExpression Left, ComparisonOperator Operator, QueryExpression Right)
        : QueryExpression(Math.Max(Left.Depth, Right.Depth) + 1);

    /// <summary><c>IN [...]</c>, or <c>NIN [...]</c> where negated.</summary>
    public sealed record In(QueryExpression Operand, IReadOnlyList<QueryValue> Items, bool IsNegated)
        : QueryExpression(Operand.Depth + 1);

    public sealed record Not(QueryExpression Operand) : QueryExpression(Operand.Depth + 1);

    public sealed record And(IReadOnlyList<QueryExpression> Operands) : QueryExpression(DeepestOf(Operands) + 1);

    public sealed record Or(IReadOnlyList<QueryExpression> Operands) : QueryExpression(DeepestOf(Operands) + 1);

    /// <param name="Function">What is called.</param>
    /// <param name="Spelling">Its name as written; some functions have two.</param>
    /// <param name="Arguments">As many as the function takes.</param>
    /// <param name="Position">Where the name stands.</param>
    public sealed record Call(QueryFunction Function, string Spelling, IReadOnlyList<QueryExpression> Arguments, QueryPosition Position)
        : QueryExpression(DeepestOf(Arguments) + 1);
}
