namespace Microsoft.Azure.Devices.Common.Exceptions;

public class IotHubException : Exception
{
    public IotHubException(string message, bool isTransient)
        : base(message) => IsTransient = isTransient;

    public IotHubException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public IotHubException(ErrorCode code, string message, Exception innerException = null)
        : base(message, innerException) => Code = code;

    public bool IsTransient { get; private set; }

    public string TrackingId { get; set; }

    public ErrorCode Code { get; private set; }
}

public sealed class DeviceNotFoundException(string message, Exception innerException) : IotHubException(message, innerException);

public class ModuleNotFoundException(string message, Exception innerException) : IotHubException(message, innerException);

public sealed class DeviceAlreadyExistsException(string message, Exception innerException) : IotHubException(message, innerException);

public sealed class PreconditionFailedException(string message, Exception innerException) : IotHubException(message, innerException);

public class DeviceMessageLockLostException(ErrorCode code, string message) : IotHubException(code, message);

public class ThrottlingException(string message, Exception inner) : IotHubException(message, inner);

public sealed class IotHubThrottledException(string message, Exception innerException) : IotHubException(message, innerException);

public sealed class UnauthorizedException(string message, Exception innerException) : IotHubException(message, innerException);

public sealed class QuotaExceededException(string message, Exception innerException) : IotHubException(message, innerException);

public sealed class MessageTooLargeException(string message, Exception innerException) : IotHubException(message, innerException);

public sealed class ServerErrorException(string message, Exception innerException) : IotHubException(message, innerException);

public sealed class ServerBusyException(string message, Exception innerException) : IotHubException(message, innerException);

public sealed class IotHubCommunicationException(string message, Exception innerException) : IotHubException(message, innerException);
