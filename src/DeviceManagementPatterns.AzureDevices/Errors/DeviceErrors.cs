using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Azure.Devices.Client.Exceptions;

namespace DeviceManagementPatterns.AzureDevices.Errors;

/// <summary>What the device's client throws, as one exception. A status that the hub sent stands in the message's text only.</summary>
internal static partial class DeviceErrors
{
    public static HubException Translate(Exception exception, string deviceId, string attempt)
    {
        var (code, reason) = Read(exception);
        return new HubException(code, $"Device '{deviceId}' could not {attempt}: {reason}", exception)
        {
            TrackingId = exception is IotHubException { TrackingId: { Length: > 0 } id } ? id : null,
        };
    }

    public static HubException TookTooLong(Exception exception, string deviceId, string attempt, TimeSpan timeout) => new(
        HubErrorCode.Timeout,
        $"Device '{deviceId}' could not {attempt} within {timeout}: the client is offline, or the hub gave no answer.",
        exception);

    private static (HubErrorCode? Code, string Reason) Read(Exception exception) => exception switch
    {
        IotHubThrottledException => (HubErrorCode.ThrottlingException, "the hub asks for fewer requests; wait before the next one."),
        UnauthorizedException => (
            HubErrorCode.IotHubUnauthorized,
            "the hub refused the device's credential. Look for a wrong key, an expired token, or a device that is disabled or unknown."),
        DeviceNotFoundException => (HubErrorCode.DeviceNotFound, "the hub does not know this device, or it is disabled there."),
        ObjectDisposedException => (null, "the program closed its client. Make a new client, and a new adapter over it."),
        _ when Failure.IsUntrustedCertificate(exception) => (
            HubErrorCode.CertificateNotTrusted,
            "the hub's certificate is not trusted. Add its issuer to the system's store, or name its PEM file in SSL_CERT_FILE."),
        IotHubException { Message: var message } when StatusPattern().Match(message) is { Success: true } status => (
            FromStatus(int.Parse(status.Groups[1].Value, CultureInfo.InvariantCulture)), message),
        _ when Failure.IsTimeout(exception) => (HubErrorCode.Timeout, $"there was no answer in time. {exception.Message}"),
        IotHubCommunicationException or IotHubException { IsTransient: true } => (HubErrorCode.Network, exception.Message),
        _ when Failure.IsNetwork(exception) => (HubErrorCode.Network, exception.Message),
        _ => (null, exception.Message),
    };

    private static HubErrorCode? FromStatus(int status) => status switch
    {
        400 => HubErrorCode.ArgumentInvalid,
        401 => HubErrorCode.IotHubUnauthorized,
        403 => HubErrorCode.IotHubQuotaExceeded,
        404 => HubErrorCode.DeviceNotFound,
        408 => HubErrorCode.Timeout,
        412 => HubErrorCode.PreconditionFailed,
        413 => HubErrorCode.MessageTooLarge,
        429 => HubErrorCode.ThrottlingException,
        500 => HubErrorCode.ServerError,
        502 => HubErrorCode.GenericBadGateway,
        503 => HubErrorCode.ServiceUnavailable,
        504 => HubErrorCode.GenericGatewayTimeout,
        _ => null,
    };

    [GeneratedRegex("""returned status (\d{3})\b""", RegexOptions.CultureInvariant)]
    private static partial Regex StatusPattern();
}
