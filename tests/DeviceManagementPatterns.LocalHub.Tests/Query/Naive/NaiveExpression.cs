namespace DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

/// <summary>An expression as the tests make it, with no part of the product in it.</summary>
internal abstract record NaiveExpression
{
    /// <summary>How tightly it binds, as the grammar says: 1 is OR, 8 needs no parentheses anywhere.</summary>
    public abstract int Rank { get; }

    public sealed record Literal(string Sql, object Value) : NaiveExpression
    {
        public override int Rank => 8;
    }

    public sealed record Member(params string[] Names) : NaiveExpression
    {
        public override int Rank => 8;
    }

    public sealed record Minus(NaiveExpression Operand) : NaiveExpression
    {
        public override int Rank => 7;
    }

    public sealed record Arithmetic(NaiveExpression Left, char Sign, NaiveExpression Right) : NaiveExpression
    {
        public override int Rank => Sign is '+' or '-' ? 5 : 6;
    }

    public sealed record Compare(NaiveExpression Left, string Sign, NaiveExpression Right) : NaiveExpression
    {
        public override int Rank => 4;
    }

    public sealed record Among(NaiveExpression Operand, bool IsNegated, IReadOnlyList<Literal> Items) : NaiveExpression
    {
        public override int Rank => 4;
    }

    public sealed record Not(NaiveExpression Operand) : NaiveExpression
    {
        public override int Rank => 3;
    }

    public sealed record Both(NaiveExpression Left, NaiveExpression Right) : NaiveExpression
    {
        public override int Rank => 2;
    }

    public sealed record Either(NaiveExpression Left, NaiveExpression Right) : NaiveExpression
    {
        public override int Rank => 1;
    }

    public sealed record Call(string Name, params NaiveExpression[] Arguments) : NaiveExpression
    {
        public override int Rank => 8;
    }
}
