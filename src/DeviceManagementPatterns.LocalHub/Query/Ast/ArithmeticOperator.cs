namespace DeviceManagementPatterns.LocalHub.Query.Ast;

internal enum ArithmeticOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}
