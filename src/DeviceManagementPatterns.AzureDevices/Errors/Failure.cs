using System.Net.Sockets;
using System.Security.Authentication;

namespace DeviceManagementPatterns.AzureDevices.Errors;

/// <summary>What can be told from an exception's chain, whichever SDK client threw it.</summary>
internal static class Failure
{
    public const string TrustAdvice =
        "The SDK trusts the machine's own list: add the hub's authority to it, or on Linux name its PEM file in SSL_CERT_FILE.";

    public static bool IsUntrustedCertificate(Exception exception) => Has<AuthenticationException>(exception, _ => true);

    public static bool IsTimeout(Exception exception) =>
        Has<TimeoutException>(exception, _ => true) || Has<OperationCanceledException>(exception, _ => true);

    public static bool IsNetwork(Exception exception) =>
        Has<SocketException>(exception, _ => true)
        || Has<IOException>(exception, _ => true)
        || Has<HttpRequestException>(exception, _ => true);

    public static bool IsAnswerNotJson(Exception exception) =>
        Has<Newtonsoft.Json.JsonException>(exception, _ => true) || Has<System.Text.Json.JsonException>(exception, _ => true);

    /// <summary>True where the connection was never made, so that no request can have left.</summary>
    public static bool IsBeforeSending(Exception exception) =>
        IsUntrustedCertificate(exception)
        || Has<SocketException>(exception, e => e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound
            or SocketError.NoData or SocketError.TryAgain or SocketError.HostUnreachable or SocketError.NetworkUnreachable)
        || Has<HttpRequestException>(exception, e => e.HttpRequestError is HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError);

    private static bool Has<T>(Exception? exception, Func<T, bool> matches)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found && matches(found))
            {
                return true;
            }
        }

        return false;
    }
}
