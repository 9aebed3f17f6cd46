namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>Whether a condition holds. Only True lets a row pass.</summary>
internal enum Truth
{
    False,
    True,
    Undefined,
}
