namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>Limits of an identity's members.</summary>
internal static class IdentityRules
{
    private const int MaxReasonLength = 128;

    /// <summary>Null for empty.</summary>
    public static string? CheckReason(string? reason)
    {
        if (reason?.Length > MaxReasonLength)
        {
            throw new HubException(
                HubErrorCode.ArgumentInvalid, $"statusReason has {reason.Length} characters; at most {MaxReasonLength} are allowed.");
        }

        return string.IsNullOrEmpty(reason) ? null : reason;
    }
}
