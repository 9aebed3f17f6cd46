using System.Text;
using DeviceManagementPatterns.Wire;
using Microsoft.Azure.Devices.Common.Exceptions;

namespace DeviceManagementPatterns.AzureDevices.Errors;

/// <summary>
/// What the back end's clients throw, as one exception. The exception's own code is 0 for 412, 504 and others, so the hub's body, which
/// stands in the message, comes first, then that code, then the exception's type.
/// </summary>
internal static class ServiceErrors
{
    /// <summary>Translates a failure of any call but a direct method.</summary>
    public static HubException Translate(Exception exception, string action) => Translate(exception, action, makesDeviceAct: false);

    /// <summary>Translates a failure of a direct method call, of which the device may have heard.</summary>
    public static HubException TranslateMethodCall(Exception exception, string action) =>
        Translate(exception, action, makesDeviceAct: true);

    private static HubException Translate(Exception exception, string action, bool makesDeviceAct)
    {
        var said = HubErrorBody.Parse(BodyIn(exception.Message));
        var code = said.Code ?? OwnCode(exception) ?? FromType(exception, makesDeviceAct);
        return new HubException(code, Message(action, code, said.Message ?? exception.Message), exception)
        {
            TrackingId = said.TrackingId ?? (exception is IotHubException { TrackingId: { Length: > 0 } id } ? id : null),
            IsOutcomeUnknown = makesDeviceAct && MayHaveActed(code, exception),
        };
    }

    // Some exceptions put the body into a sentence, such as "Precondition failed: {...}".
    private static byte[] BodyIn(string message)
    {
        var start = message.IndexOf('{', StringComparison.Ordinal);
        var end = message.LastIndexOf('}');
        return start >= 0 && end > start ? Encoding.UTF8.GetBytes(message[start..(end + 1)]) : [];
    }

    private static HubErrorCode? OwnCode(Exception exception) =>
        exception is IotHubException { Code: var code } ? HubErrorNames.FromNumber((int)code) : null;

    private static HubErrorCode? FromType(Exception exception, bool makesDeviceAct) => exception switch
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
            makesDeviceAct ? HubErrorCode.InvalidResponseWhileProxying : HubErrorCode.UnexpectedAnswer,
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

    private static string Message(string action, HubErrorCode? code, string said)
    {
        var name = code is { } known && HubErrorNames.IsHubs(known) ? $"{(int)known} {HubErrorNames.NameOf(known)}: " : "";
        var advice = code == HubErrorCode.CertificateNotTrusted ? Failure.TrustAdvice : HubErrorAdvice.For(code);
        return $"{action} failed: {name}{said.TrimEnd('.')}. {advice}".TrimEnd();
    }
}
