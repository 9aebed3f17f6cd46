namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>What a value is. Undefined is the value of a member that is not there; it is not null.</summary>
internal enum QueryValueKind
{
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Object,
    Array,
}
