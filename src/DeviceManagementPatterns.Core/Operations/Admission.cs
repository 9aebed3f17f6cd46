namespace DeviceManagementPatterns.Operations;

/// <summary>Decides what becomes of a request. Pure: the engine carries the decision out.</summary>
internal static class Admission
{
    public const string Accepted = "accepted";
    public const string Rejected = "rejected";

    /// <param name="request">The request.</param>
    /// <param name="initialStatus">Where an accepted operation starts, in the pattern's words.</param>
    /// <param name="known">The operation that carries the request's id already, if there is one.</param>
    /// <param name="current">The operation that is under way, if there is one.</param>
    /// <param name="isAccepting">False while the device starts or stops.</param>
    /// <param name="now">The time of the decision.</param>
    public static OperationReply Decide(
        OperationRequest request, string initialStatus, Operation? known, Operation? current, bool isAccepting, DateTimeOffset now)
    {
        if (known is not null)
        {
            return new OperationReply(known.IsFinished ? 200 : 202, known.Key, known.Status, Accepted);
        }

        if (!isAccepting)
        {
            return Refuse(request, 503, "notReady", "The device is starting or stopping; ask again in a moment.");
        }

        if (request.Deadline <= now)
        {
            return Refuse(request, 400, "deadlinePassed", $"The deadline {OperationContract.FormatTime(request.Deadline.Value)} has passed.");
        }

        if (request.Deadline <= request.NotBefore)
        {
            return Refuse(request, 400, "badPayload", "'notBefore' is not earlier than 'deadline', so there is no time to act in.");
        }

        if (current is { IsFinished: false })
        {
            return Refuse(request, 409, "busy", $"Operation '{current.Key}' is under way ({current.Status}).");
        }

        return request.Evaluate
            ? new OperationReply(200, request.OperationId, "idle", "wouldAccept")
            : new OperationReply(202, request.OperationId, initialStatus, Accepted);
    }

    public static OperationReply Refuse(OperationRequest request, int methodStatus, string code, string message) => request.Evaluate
        ? new OperationReply(200, request.OperationId, "idle", "wouldReject") { Reason = message }
        : new OperationReply(methodStatus, request.OperationId, Rejected, Rejected)
        {
            Reason = message,
            Error = new OperationError(code, message),
        };
}
