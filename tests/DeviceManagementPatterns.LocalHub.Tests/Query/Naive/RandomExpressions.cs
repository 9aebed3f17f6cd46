using CsCheck;

namespace DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

/// <summary>Makes expressions of every kind over few members and few values, so that they meet.</summary>
internal static class RandomExpressions
{
    private const int Depth = 4;

    public static Gen<NaiveExpression.Member> Member { get; } = Gen.OneOf(
        new NaiveExpression.Member("tags", "a"),
        new NaiveExpression.Member("tags", "a"),
        new NaiveExpression.Member("tags", "b"),
        new NaiveExpression.Member("tags", "c"),
        new NaiveExpression.Member("tags", "c", "d"),
        new NaiveExpression.Member("tags", "x y"),
        new NaiveExpression.Member("tags"),
        new NaiveExpression.Member("properties", "reported", "a"),
        new NaiveExpression.Member("properties", "reported", "b"),
        new NaiveExpression.Member("properties", "desired", "a"),
        new NaiveExpression.Member("deviceId"),
        new NaiveExpression.Member("status"),
        new NaiveExpression.Member("statusReason"),
        new NaiveExpression.Member("version"),
        new NaiveExpression.Member("unknown", "member"));

    private static Gen<NaiveExpression.Literal> Literal { get; } = Gen.OneOf(
        new NaiveExpression.Literal("0", 0d),
        new NaiveExpression.Literal("1", 1d),
        new NaiveExpression.Literal("2", 2d),
        new NaiveExpression.Literal("0x1", 1d),
        new NaiveExpression.Literal("0.5", 0.5),
        new NaiveExpression.Literal("5e-1", 0.5),
        new NaiveExpression.Literal("''", ""),
        new NaiveExpression.Literal("'a'", "a"),
        new NaiveExpression.Literal("\"a\"", "a"),
        new NaiveExpression.Literal("'\\u0061b'", "ab"),
        new NaiveExpression.Literal("'B'", "B"),
        new NaiveExpression.Literal("'1'", "1"),
        new NaiveExpression.Literal("'it\\'s'", "it's"),
        new NaiveExpression.Literal("'ON'", "ON"),
        new NaiveExpression.Literal("true", true),
        new NaiveExpression.Literal("False", false),
        new NaiveExpression.Literal("null", NaiveValues.Null),
        new NaiveExpression.Literal("undefined", NaiveValues.Missing));

    private static Gen<NaiveExpression.Literal> ListItem { get; } =
        Gen.OneOf<NaiveExpression.Literal>(Literal, Gen.Const(new NaiveExpression.Literal("-1", -1d)));

    private static Gen<NaiveExpression> Leaf { get; } = Gen.Frequency<NaiveExpression>(
        (3, Member.Select(member => (NaiveExpression)member)),
        (1, Literal.Select(literal => (NaiveExpression)literal)));

    public static Gen<NaiveExpression> Expression { get; } = Truth(Depth);

    private static Gen<NaiveExpression> Value(int depth)
    {
        if (depth == 0)
        {
            return Leaf;
        }

        var below = Value(depth - 1);
        return Gen.Frequency<NaiveExpression>(
            (5, Leaf),
            (1, below.Select(operand => (NaiveExpression)new NaiveExpression.Minus(operand))),
            (3, Gen.Select(below, Gen.OneOf('+', '-', '*', '/', '%'), below)
                .Select((left, sign, right) => (NaiveExpression)new NaiveExpression.Arithmetic(left, sign, right))),
            (1, depth > 1 ? Truth(depth - 1) : Leaf));
    }

    private static Gen<NaiveExpression> Truth(int depth)
    {
        var value = Value(Math.Min(depth, 2));
        var compare = Gen.Select(value, Gen.OneOf("=", "!=", "<>", "<", "<=", ">", ">="), value)
            .Select((left, sign, right) => (NaiveExpression)new NaiveExpression.Compare(left, sign, right));
        var among = Gen.Select(value, Gen.Bool, ListItem.List[1, 4])
            .Select((operand, isNegated, items) => (NaiveExpression)new NaiveExpression.Among(operand, isNegated, items));
        var ask = Gen.Select(Gen.OneOf("Is_String", "Is_Number", "Is_Bool", "Is_Null", "Is_Object", "Is_Array", "Is_Primitive"), value)
            .Select((name, argument) => (NaiveExpression)new NaiveExpression.Call(name, argument));
        var isDefined = Member.Select(member => (NaiveExpression)new NaiveExpression.Call("Is_Defined", member));
        var match = Gen.Select(
                Gen.OneOf("StartsWith", "Starts_With", "EndsWith", "Ends_With", "Contains"), value, value)
            .Select((name, text, part) => (NaiveExpression)new NaiveExpression.Call(name, text, part));
        if (depth == 1)
        {
            return Gen.Frequency<NaiveExpression>((6, compare), (2, among), (1, ask), (1, isDefined), (1, match), (1, Leaf));
        }

        var below = Truth(depth - 1);
        return Gen.Frequency<NaiveExpression>(
            (3, compare),
            (1, among),
            (1, ask),
            (1, isDefined),
            (1, match),
            (2, below.Select(operand => (NaiveExpression)new NaiveExpression.Not(operand))),
            (3, Gen.Select(below, below).Select((left, right) => (NaiveExpression)new NaiveExpression.Both(left, right))),
            (3, Gen.Select(below, below).Select((left, right) => (NaiveExpression)new NaiveExpression.Either(left, right))));
    }
}
