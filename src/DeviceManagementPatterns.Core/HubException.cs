namespace DeviceManagementPatterns;

/// <summary>A call to the hub did not succeed. One type for both ends and every link; <see cref="Code"/> tells the cases apart.</summary>
public sealed class HubException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="code">What the hub answered, or null where it gave no code that is known here.</param>
    /// <param name="message">What went wrong and what to do about it; never a key or token.</param>
    /// <param name="innerException">What the link threw.</param>
    public HubException(HubErrorCode? code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>What the hub answered, or null where it gave no code that is known here; the message has the text then.</summary>
    public HubErrorCode? Code { get; }

    /// <summary>The hub's own mark of this failure, for a support request; null where there is none.</summary>
    public string? TrackingId { get; init; }

    /// <summary>How long the hub asked to wait before the next attempt; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The operation that was being asked for, with which to look up what became of it; null for other calls.</summary>
    public string? OperationId { get; init; }

    /// <summary>
    /// True where a device may have acted although no answer came. Such a call is not made again blindly: look up the operation by
    /// its id, or the reported properties, first.
    /// </summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>True where the same call may succeed later, unchanged.</summary>
    public bool IsTransient => Code switch
    {
        HubErrorCode.Network or HubErrorCode.Timeout or HubErrorCode.DeviceUnavailable => true,
        { } code => (int)code / 1000 is 429 or 500 or 502 or 503 or 504,
        null => false,
    };
}
