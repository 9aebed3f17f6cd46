namespace DeviceManagementPatterns.Mqtt;

/// <summary>The hub's answer to a twin request.</summary>
internal sealed record TwinAnswer(int Status, long? Version, ReadOnlyMemory<byte> Body);
