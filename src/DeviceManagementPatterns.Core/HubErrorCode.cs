namespace DeviceManagementPatterns;

/// <summary>
/// Why a call to the hub did not succeed. Values of six digits are the hub's own numbers, whose first three are the HTTP status
/// (Azure IoT Hub, "Understand and resolve Azure IoT Hub errors"); smaller ones are this library's, for what no hub has answered.
/// </summary>
public enum HubErrorCode
{
    /// <summary>No answer: name lookup, TCP, or a connection that broke. The message says whether the request may have arrived.</summary>
    Network = 1,

    /// <summary>The hub's certificate is not trusted. The message says whom to trust and how.</summary>
    CertificateNotTrusted = 2,

    /// <summary>The hub gave no answer in the time that it was given.</summary>
    Timeout = 3,

    /// <summary>The hub answered something that this library does not understand.</summary>
    UnexpectedAnswer = 4,

    /// <summary>The request is malformed.</summary>
    GenericBadRequest = 400000,

    /// <summary>The api-version is missing or unknown.</summary>
    InvalidProtocolVersion = 400001,

    /// <summary>The operation is not possible on this entity.</summary>
    InvalidOperation = 400003,

    /// <summary>A value is outside its limits or malformed; the message names it.</summary>
    ArgumentInvalid = 400004,

    /// <summary>A required value is missing.</summary>
    ArgumentNull = 400005,

    /// <summary>The body is not what the hub expects.</summary>
    IotHubFormatError = 400006,

    /// <summary>A bulk request names a device twice.</summary>
    DeviceDefinedMultipleTimes = 400011,

    /// <summary>Part of a bulk registry request failed.</summary>
    BulkRegistryOperationFailure = 400013,

    /// <summary>The entity's ETag is not the one that was given.</summary>
    EtagDoesNotMatch = 400023,

    /// <summary>A newer connection of the same device has taken over.</summary>
    ConnectionForcefullyClosedOnNewConnection = 400027,

    /// <summary>A configuration's target condition is not valid.</summary>
    InvalidConfigurationTargetCondition = 400401,

    /// <summary>A configuration's content is not valid.</summary>
    InvalidConfigurationContent = 400402,

    /// <summary>A configuration's metric query is not valid.</summary>
    InvalidConfigurationCustomMetricsQuery = 400404,

    /// <summary>No valid credential was given.</summary>
    GenericUnauthorized = 401000,

    /// <summary>The hub is not known under this name.</summary>
    IotHubNotFound = 401001,

    /// <summary>A token or policy does not allow this HTTP call.</summary>
    IotHubUnauthorizedAccess = 401002,

    /// <summary>The device's credential was refused: wrong key, expired token, unknown or disabled device.</summary>
    IotHubUnauthorized = 401003,

    /// <summary>The hub is suspended.</summary>
    IotHubSuspended = 403001,

    /// <summary>The hub's daily message quota is spent.</summary>
    IotHubQuotaExceeded = 403002,

    /// <summary>The hub's job quota is spent.</summary>
    JobQuotaExceeded = 403003,

    /// <summary>The device's cloud-to-device queue is full.</summary>
    DeviceMaximumQueueDepthExceeded = 403004,

    /// <summary>The hub's tier does not offer this.</summary>
    OperationNotAvailableInCurrentTier = 403010,

    /// <summary>The identity is disabled.</summary>
    DeviceDisabled = 403012,

    /// <summary>Too many methods are in flight on this device.</summary>
    DeviceMaximumInflightMethodExceeded = 403800,

    /// <summary>The device is not registered.</summary>
    DeviceNotFound = 404001,

    /// <summary>The job does not exist.</summary>
    JobNotFound = 404002,

    /// <summary>The module is not registered.</summary>
    ModuleNotFound = 404010,

    /// <summary>The device is offline, or answers no direct methods.</summary>
    DeviceNotOnline = 404103,

    /// <summary>The device's link broke while its answer was awaited; it may have acted.</summary>
    DeviceConnectionClosedRemotely = 404104,

    /// <summary>The configuration does not exist.</summary>
    ConfigurationNotFound = 404301,

    /// <summary>The HTTP method is not offered here.</summary>
    GenericMethodNotAllowed = 405000,

    /// <summary>The device id is taken.</summary>
    DeviceAlreadyExists = 409001,

    /// <summary>Another connection holds the link.</summary>
    LinkCreationConflict = 409002,

    /// <summary>The device has this job already.</summary>
    DeviceJobAlreadyExists = 409103,

    /// <summary>The job id is taken.</summary>
    JobAlreadyExists = 409104,

    /// <summary>The module id is taken.</summary>
    ModuleAlreadyExistsOnDevice = 409301,

    /// <summary>The configuration id is taken.</summary>
    ConfigurationAlreadyExists = 409401,

    /// <summary>The ETag is stale: read again, merge, try again.</summary>
    PreconditionFailed = 412001,

    /// <summary>The lock on a cloud-to-device message is gone.</summary>
    DeviceMessageLockLost = 412002,

    /// <summary>The job cannot run as it stands.</summary>
    JobRunPreconditionFailed = 412003,

    /// <summary>The message or payload is too large.</summary>
    MessageTooLarge = 413001,

    /// <summary>Too many devices in one request, or in the hub.</summary>
    TooManyDevices = 413002,

    /// <summary>The device has as many modules as it may.</summary>
    TooManyModulesOnDevice = 413003,

    /// <summary>The hub has as many configurations as it may.</summary>
    ConfigurationCountLimitExceeded = 413101,

    /// <summary>The content type is not supported.</summary>
    GenericUnsupportedMediaType = 415000,

    /// <summary>Too many requests.</summary>
    GenericTooManyRequests = 429000,

    /// <summary>The request was throttled.</summary>
    ThrottlingException = 429001,

    /// <summary>The queue of throttled requests is full.</summary>
    ThrottleBacklogLimitExceeded = 429002,

    /// <summary>The request waited too long in the queue of throttled requests.</summary>
    ThrottlingBacklogTimeout = 429003,

    /// <summary>The hub runs as many jobs as it may.</summary>
    ThrottlingMaxActiveJobCountExceeded = 429004,

    /// <summary>The device was throttled.</summary>
    DeviceThrottlingLimitExceeded = 429005,

    /// <summary>The hub failed.</summary>
    ServerError = 500001,

    /// <summary>The hub ran out of time.</summary>
    GenericTimeout = 500008,

    /// <summary>The hub could not reach a part of itself.</summary>
    GenericBadGateway = 502000,

    /// <summary>The device's answer is not JSON.</summary>
    InvalidResponseWhileProxying = 502101,

    /// <summary>The hub is unavailable.</summary>
    ServiceUnavailable = 503001,

    /// <summary>The hub is busy.</summary>
    ServerBusy = 503005,

    /// <summary>The device cannot be reached for the moment.</summary>
    DeviceUnavailable = 503102,

    /// <summary>A part of the hub gave no answer in time.</summary>
    GenericGatewayTimeout = 504000,

    /// <summary>The device gave no answer in time; it may have acted.</summary>
    GatewayTimeout = 504101,
}
