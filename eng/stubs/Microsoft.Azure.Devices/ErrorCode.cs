namespace Microsoft.Azure.Devices.Common.Exceptions;

public enum ErrorCode
{
    InvalidErrorCode = 0,
    DeviceNotFound = 404001,
    PreconditionFailed = 412001,
}
