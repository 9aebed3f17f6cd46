namespace DeviceManagementPatterns.LocalHub.Query.Ast;

internal enum QueryFunction
{
    IsDefined,
    IsString,
    IsNumber,
    IsBool,
    IsNull,
    IsObject,
    IsArray,
    IsPrimitive,
    StartsWith,
    EndsWith,
    Contains,
}
