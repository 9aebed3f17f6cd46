namespace DeviceManagementPatterns.Wire;

/// <summary>What a hub makes of a token.</summary>
internal enum SasVerdict
{
    Valid,
    WrongSignature,
    Expired,
    WrongResource,
}
