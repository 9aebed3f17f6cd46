namespace DeviceManagementPatterns.Operations;

/// <summary>A device refused an operation, or did not complete it. The hub had no part in that: see <see cref="HubException"/> for its errors.</summary>
public sealed class OperationException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="operationId">The operation.</param>
    /// <param name="status">Where it ended, in the pattern's words, such as <c>rejected</c> or <c>failed</c>.</param>
    /// <param name="error">What the device said about it; null where it said nothing.</param>
    /// <param name="message">What happened, and to which device.</param>
    public OperationException(string operationId, string status, OperationError? error, string message)
        : base(message)
    {
        OperationId = operationId;
        Status = status;
        Error = error;
    }

    /// <summary>The operation.</summary>
    public string OperationId { get; }

    /// <summary>Where the operation ended, in the pattern's words, such as <c>rejected</c> or <c>failed</c>.</summary>
    public string Status { get; }

    /// <summary>What the device said about it; null where it said nothing.</summary>
    public OperationError? Error { get; }

    /// <summary>What the device answered to the request, where it was refused there; null where it was accepted at first.</summary>
    public DirectMethodResult? Response { get; init; }
}
