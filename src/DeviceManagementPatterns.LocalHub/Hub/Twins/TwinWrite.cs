using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>What a back end writes into a twin: a patch, or a replacement of the parts that are there. Null parts stay as they are.</summary>
internal sealed record TwinWrite(TwinObject? Tags, TwinObject? Desired, bool IsReplacement);
