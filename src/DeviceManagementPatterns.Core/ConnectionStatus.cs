namespace DeviceManagementPatterns;

/// <summary>The link's state and why it is so.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why, in words, for a log or a person; null where there is nothing to explain.</param>
public sealed record ConnectionStatus(ConnectionState State, string? Reason = null);
