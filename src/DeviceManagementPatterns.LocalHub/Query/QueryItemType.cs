namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>What the rows of an answer are. The names are the wire's: <c>x-ms-item-type</c> carries them letter for letter.</summary>
internal enum QueryItemType
{
    Twin,
    Raw,
    DeviceJob,
}
