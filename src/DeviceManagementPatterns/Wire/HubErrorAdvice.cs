namespace DeviceManagementPatterns.Wire;

/// <summary>What to do about a code, for the messages that people read.</summary>
internal static class HubErrorAdvice
{
    public static string? For(HubErrorCode? code) => code switch
    {
        HubErrorCode.DeviceNotFound => "Check the device id (it is case-sensitive) and that the device is registered in this hub.",
        HubErrorCode.DeviceNotOnline =>
            "The device is offline, or answers no direct methods: start it, or give a connect timeout to wait for it.",
        HubErrorCode.DeviceConnectionClosedRemotely or HubErrorCode.GatewayTimeout =>
            "The device may have acted: look the operation up before calling again.",
        HubErrorCode.IotHubUnauthorizedAccess or HubErrorCode.GenericUnauthorized or HubErrorCode.IotHubUnauthorized =>
            "Check the key, that the policy allows this call, and that this machine's clock is right.",
        HubErrorCode.PreconditionFailed => "Someone else has written meanwhile: read again, merge and try again.",
        HubErrorCode.DeviceAlreadyExists => "Choose another id, or update the device that is there.",
        HubErrorCode.IotHubQuotaExceeded => "The hub's daily quota is spent: it starts anew at midnight UTC.",
        HubErrorCode.OperationNotAvailableInCurrentTier => "The basic tier has no twins, methods or jobs: use a standard tier.",
        HubErrorCode.InvalidProtocolVersion => "This endpoint does not know this library's api-version " + WireNames.ApiVersion + ".",
        HubErrorCode.InvalidResponseWhileProxying => "The device must answer with JSON.",
        { } throttled when (int)throttled / 1000 == 429 => "The hub is throttling: wait, then try again more slowly.",
        _ => null,
    };
}
