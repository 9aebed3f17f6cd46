namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>Bounds of a query. The text's length and the page are IoT Hub's; the depths guard the stack.</summary>
internal static class QueryLimits
{
    public const int TextLength = 8192;

    public const int DefaultPageSize = 100;

    public const int MaxPageSize = 100;

    /// <summary>How deep parentheses may nest.</summary>
    public const int Nesting = 40;

    /// <summary>How many levels an expression may have once it is read; a chain of n operators of one rank has n + 1.</summary>
    public const int ExpressionDepth = 200;
}
