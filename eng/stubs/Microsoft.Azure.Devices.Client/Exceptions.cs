namespace Microsoft.Azure.Devices.Client.Exceptions;

public class IotHubException : Exception
{
    public IotHubException(string message, bool isTransient)
        : base(message) => IsTransient = isTransient;

    public IotHubException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    protected IotHubException(string message, Exception innerException, bool isTransient)
        : base(message, innerException) => IsTransient = isTransient;

    public bool IsTransient { get; private set; }

    public string TrackingId { get; set; }
}

public sealed class IotHubThrottledException(string message, Exception innerException) : IotHubException(message, innerException, true);

public sealed class UnauthorizedException(string message, Exception innerException) : IotHubException(message, innerException, false);

public sealed class DeviceNotFoundException(string message, Exception innerException) : IotHubException(message, innerException, false);

public sealed class IotHubCommunicationException(string message, Exception innerException) : IotHubException(message, innerException, true);
