using DeviceManagementPatterns.LocalHub.Query.Ast;

namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>Computes with numbers. What has no finite result, or an operand that is no number, is undefined.</summary>
internal static class ValueArithmetic
{
    public static QueryValue Compute(in QueryValue left, ArithmeticOperator operation, in QueryValue right) =>
        left.IsNumber && right.IsNumber ? QueryValue.Of(Compute(left.Number, operation, right.Number)) : QueryValue.Undefined;

    public static QueryValue Negate(in QueryValue operand) =>
        operand.IsNumber ? QueryValue.Of(-operand.Number) : QueryValue.Undefined;

    private static double Compute(double left, ArithmeticOperator operation, double right) => operation switch
    {
        ArithmeticOperator.Add => left + right,
        ArithmeticOperator.Subtract => left - right,
        ArithmeticOperator.Multiply => left * right,
        ArithmeticOperator.Divide => left / right,
        _ => left % right,
    };
}
