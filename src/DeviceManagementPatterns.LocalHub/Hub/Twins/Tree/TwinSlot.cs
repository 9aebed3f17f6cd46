namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>A member's value and the write that made it; no stamp in tags and in patches.</summary>
internal readonly record struct TwinSlot(TwinValue Value, TwinStamp? Stamp);
