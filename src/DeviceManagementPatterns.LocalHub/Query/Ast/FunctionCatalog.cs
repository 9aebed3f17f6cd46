namespace DeviceManagementPatterns.LocalHub.Query.Ast;

/// <summary>The functions of a condition by the names they may be called.</summary>
internal static class FunctionCatalog
{
    private static readonly FunctionSpelling[] Spellings =
    [
        new("IS_DEFINED", QueryFunction.IsDefined, 1, IsKnownOnAzure: true),
        new("STARTSWITH", QueryFunction.StartsWith, 2, IsKnownOnAzure: true),
        new("STARTS_WITH", QueryFunction.StartsWith, 2),
        new("ENDSWITH", QueryFunction.EndsWith, 2),
        new("ENDS_WITH", QueryFunction.EndsWith, 2),
        new("CONTAINS", QueryFunction.Contains, 2),
        new("IS_STRING", QueryFunction.IsString, 1),
        new("IS_NUMBER", QueryFunction.IsNumber, 1),
        new("IS_BOOL", QueryFunction.IsBool, 1),
        new("IS_NULL", QueryFunction.IsNull, 1),
        new("IS_OBJECT", QueryFunction.IsObject, 1),
        new("IS_ARRAY", QueryFunction.IsArray, 1),
        new("IS_PRIMITIVE", QueryFunction.IsPrimitive, 1),
    ];

    private static readonly Dictionary<string, FunctionSpelling> ByName =
        Spellings.ToDictionary(spelling => spelling.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All names, the first spelling of each function only.</summary>
    public static IEnumerable<string> Names => Spellings.DistinctBy(spelling => spelling.Function).Select(spelling => spelling.Name);

    public static IEnumerable<string> NamesKnownOnAzure =>
        Spellings.Where(spelling => spelling.IsKnownOnAzure).Select(spelling => spelling.Name);

    public static FunctionSpelling? Find(string name) => ByName.GetValueOrDefault(name);

    public static string NameOf(QueryFunction function) => Spellings.First(spelling => spelling.Function == function).Name;
}
