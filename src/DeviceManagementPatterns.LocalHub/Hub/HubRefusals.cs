namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>Refusals that several parts of the hub give alike.</summary>
internal static class HubRefusals
{
    public static HubException NotFound(HubIdentityId id) => id.ModuleId is { } moduleId
        ? new HubException(HubErrorCode.ModuleNotFound, $"Module '{moduleId}' of device '{id.DeviceId}' is not registered.")
        : new HubException(HubErrorCode.DeviceNotFound, $"Device '{id.DeviceId}' is not registered.");

    public static HubException Stale(string what, HubIdentityId id, ETag current, ETag expected) => new(
        HubErrorCode.PreconditionFailed,
        $"The {what} '{id}' carries the etag {current}, not {expected}. Read it again, merge and write again.");

    /// <summary>Refuses a write whose stamp is not the stored one. <c>*</c> and no stamp at all pass.</summary>
    public static void CheckMatch(string what, HubIdentityId id, ETag current, ETag expected)
    {
        if (expected.ToString() != ETag.Any.Value && expected != current)
        {
            throw Stale(what, id, current, expected);
        }
    }
}
