namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>What a value is. Undefined: not there at all.</summary>
internal enum TwinValueKind : byte
{
    Undefined,
    Null,
    False,
    True,
    Number,
    String,
    Array,
    Object,
}
