namespace DeviceManagementPatterns.Wire;

/// <summary>What an error body says; every part may be missing.</summary>
/// <param name="Number">The hub's number, known here or not.</param>
/// <param name="Code">The code that number or name stand for, where it is known here.</param>
/// <param name="Message">The hub's text.</param>
/// <param name="TrackingId">The hub's mark of this failure.</param>
internal sealed record HubError(long? Number, HubErrorCode? Code, string? Message, string? TrackingId)
{
    public static HubError None { get; } = new(null, null, null, null);
}
