namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>One of the three parts of a twin that can be written.</summary>
internal enum TwinPart
{
    Tags,
    Desired,
    Reported,
}
