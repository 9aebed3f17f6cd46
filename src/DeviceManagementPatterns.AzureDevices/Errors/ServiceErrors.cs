using Microsoft.Azure.Devices.Common.Exceptions;

namespace DeviceManagementPatterns.AzureDevices.Errors;

/// <summary>
/// What the back end's clients throw, as one exception. The exception's own code is 0 for 412, 504 and others, so the hub's text comes
/// first, then that code, then the exception's type.
/// </summary>
internal static class ServiceErrors
{
    /// <summary>Translates a failure of any call but a direct method.</summary>
    public static HubException Translate(Exception exception, string attempt) => Translate(exception, attempt, isMethodCall: false);

    /// <summary>Translates a failure of a direct method call, of which the device may have heard.</summary>
    public static HubException TranslateMethodCall(Exception exception, string attempt) =>
        Translate(exception, attempt, isMethodCall: true);

    private static HubException Translate(Exception exception, string attempt, bool isMethodCall)
    {
        var said = HubErrorText.Parse(exception.Message);
        var code = said.Code ?? OwnCode(exception) ?? FromType(exception, isMethodCall);
        return new HubException(code, $"Could not {attempt}: {Reason(code, said)}", exception)
        {
            TrackingId = exception is IotHubException { TrackingId: { Length: > 0 } id } ? id : said.TrackingId,
            IsOutcomeUnknown = isMethodCall && MayHaveActed(code, exception),
        };
    }

    private static HubErrorCode? OwnCode(Exception exception) =>
        exception is IotHubException { Code: not 0 and var code } && Enum.IsDefined((HubErrorCode)code) ? (HubErrorCode)code : null;

    private static HubErrorCode? FromType(Exception exception, bool isMethodCall) => exception switch
    {
        DeviceNotFoundException => HubErrorCode.DeviceNotFound,
        ModuleNotFoundException => HubErrorCode.ModuleNotFound,
        DeviceAlreadyExistsException => HubErrorCode.DeviceAlreadyExists,
        PreconditionFailedException or DeviceMessageLockLostException => HubErrorCode.PreconditionFailed,
        ThrottlingException or IotHubThrottledException => HubErrorCode.ThrottlingException,
        UnauthorizedException => HubErrorCode.IotHubUnauthorizedAccess,
        QuotaExceededException => HubErrorCode.IotHubQuotaExceeded,
        MessageTooLargeException => HubErrorCode.MessageTooLarge,
        ServerErrorException => HubErrorCode.ServerError,
        ServerBusyException => HubErrorCode.ServerBusy,
        ArgumentException => HubErrorCode.ArgumentInvalid,
        ObjectDisposedException => null,
        _ when Failure.IsUntrustedCertificate(exception) => HubErrorCode.CertificateNotTrusted,
        _ when Failure.IsAnswerNotJson(exception) =>
            isMethodCall ? HubErrorCode.InvalidResponseWhileProxying : HubErrorCode.UnexpectedAnswer,
        _ when Failure.IsTimeout(exception) => HubErrorCode.Timeout,
        IotHubCommunicationException => HubErrorCode.Network,
        _ when Failure.IsNetwork(exception) => HubErrorCode.Network,
        _ => null,
    };

    private static bool MayHaveActed(HubErrorCode? code, Exception exception) => code switch
    {
        HubErrorCode.Network or HubErrorCode.Timeout => !Failure.IsBeforeSending(exception),
        HubErrorCode.DeviceConnectionClosedRemotely => true,
        { } known => (int)known / 1000 is 500 or 502 or 504,
        null => exception is IotHubException,
    };

    private static string Reason(HubErrorCode? code, HubErrorText said) => code switch
    {
        HubErrorCode.CertificateNotTrusted =>
            "the hub's certificate is not trusted. Add its issuer to the system's store, or name its PEM file in SSL_CERT_FILE.",
        HubErrorCode.InvalidResponseWhileProxying => $"the device answered, but not with JSON. {said.Text}",
        HubErrorCode.Network or HubErrorCode.Timeout or HubErrorCode.UnexpectedAnswer or null => said.Text,
        { } known => $"{known} ({(int)known}). {said.Text}",
    };
}
