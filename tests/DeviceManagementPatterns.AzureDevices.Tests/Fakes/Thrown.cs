using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Microsoft.Azure.Devices.Common.Exceptions;
using Newtonsoft.Json;

namespace DeviceManagementPatterns.AzureDevices.Tests.Fakes;

/// <summary>Makes the exception that a case names: <c>Type[Inner](code or "transient"): message</c>.</summary>
internal static partial class Thrown
{
    public static Exception By(string sdk, string text)
    {
        var parts = Case().Match(text);
        var (name, inner, note, message) = (parts.Groups[1].Value, Inner(parts.Groups[2].Value), parts.Groups[3].Value, parts.Groups[4].Value);
        var type = typeof(IotHubException).Assembly.GetType($"{sdk}.{name}")
            ?? typeof(Microsoft.Azure.Devices.Client.Exceptions.IotHubException).Assembly.GetType($"{sdk}.{name}");
        return (name, note) switch
        {
            (nameof(DeviceMessageLockLostException), _) => new DeviceMessageLockLostException(ErrorCode.InvalidErrorCode, message),
            (_, "transient") => Make(type!, message, true),
            (_, { Length: > 0 }) => new IotHubException((ErrorCode)int.Parse(note, CultureInfo.InvariantCulture), message),
            _ when type is not null => Make<Exception?>(type, message, inner),
            _ => Plain(name, message),
        };
    }

    private static Exception Make<T>(Type type, string message, T second) =>
        (Exception)type.GetConstructor([typeof(string), typeof(T)])!.Invoke([message, second]);

    private static Exception? Inner(string name) => name switch
    {
        "" => null,
        "JsonReaderException" => new JsonReaderException("Unexpected character"),
        "NameResolution" => new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"),
        _ => Plain(name, "inner"),
    };

    private static Exception Plain(string name, string message) => name switch
    {
        nameof(TimeoutException) => new TimeoutException(message),
        nameof(OperationCanceledException) => new OperationCanceledException(message),
        nameof(IOException) => new IOException(message),
        nameof(SocketException) => new SocketException((int)SocketError.ConnectionRefused),
        nameof(AuthenticationException) => new AuthenticationException(message),
        nameof(ObjectDisposedException) => new ObjectDisposedException(message),
        nameof(ArgumentException) => new ArgumentException(message),
        nameof(ArgumentNullException) => new ArgumentNullException(message),
        nameof(InvalidOperationException) => new InvalidOperationException(message),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such exception."),
    };

    [GeneratedRegex("""^(\w+)(?:\[(\w+)\])?(?:\((\w+)\))?: (.*)$""")]
    private static partial Regex Case();
}
