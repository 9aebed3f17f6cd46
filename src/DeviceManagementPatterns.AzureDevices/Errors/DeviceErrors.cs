using System.Globalization;
using System.Text.RegularExpressions;
using DeviceManagementPatterns.Wire;
using Microsoft.Azure.Devices.Client.Exceptions;

namespace DeviceManagementPatterns.AzureDevices.Errors;

/// <summary>What the device's client throws, as one exception. A status that the hub sent stands in the message's text only.</summary>
internal static partial class DeviceErrors
{
    public static HubException Translate(Exception exception, string action)
    {
        var code = Code(exception);
        var advice = exception is ObjectDisposedException ? "The program has closed its client: make a new one, and a new adapter over it."
            : code == HubErrorCode.CertificateNotTrusted ? Failure.TrustAdvice
            : HubErrorAdvice.For(code);
        return new HubException(code, $"{action} failed: {exception.Message.TrimEnd('.')}. {advice}".TrimEnd(), exception)
        {
            TrackingId = exception is IotHubException { TrackingId: { Length: > 0 } id } ? id : null,
        };
    }

    public static HubException TookTooLong(Exception exception, string action, TimeSpan timeout) => new(
        HubErrorCode.Timeout,
        $"{action} failed: no answer within {timeout.TotalSeconds:0.#} s. The client is offline, or the hub does not answer.",
        exception);

    private static HubErrorCode? Code(Exception exception) => exception switch
    {
        IotHubThrottledException => HubErrorCode.ThrottlingException,
        UnauthorizedException => HubErrorCode.IotHubUnauthorized,
        DeviceNotFoundException => HubErrorCode.DeviceNotFound,
        ObjectDisposedException => null,
        _ when Failure.IsUntrustedCertificate(exception) => HubErrorCode.CertificateNotTrusted,
        IotHubException { Message: var message } when StatusPattern().Match(message) is { Success: true } status =>
            FromStatus(int.Parse(status.Groups[1].Value, CultureInfo.InvariantCulture)),
        _ when Failure.IsTimeout(exception) => HubErrorCode.Timeout,
        IotHubCommunicationException or IotHubException { IsTransient: true } => HubErrorCode.Network,
        _ when Failure.IsNetwork(exception) => HubErrorCode.Network,
        _ => null,
    };

    // The body, which would tell more, is lost. What a twin request is refused for is a value in it.
    private static HubErrorCode? FromStatus(int status) => status switch
    {
        400 => HubErrorCode.ArgumentInvalid,
        404 => HubErrorCode.DeviceNotFound,
        _ => HubErrorNames.FromHttpStatus(status),
    };

    [GeneratedRegex("""returned status (\d{3})\b""", RegexOptions.CultureInvariant)]
    private static partial Regex StatusPattern();
}
