namespace DeviceManagementPatterns.Wire;

/// <summary>The names that every call carries.</summary>
internal static class WireNames
{
    public const string ApiVersion = "2021-04-12";
    public const string ErrorCodeHeader = "iothub-errorcode";
    public const string MaxItemCountHeader = "x-ms-max-item-count";
    public const string ContinuationHeader = "x-ms-continuation";
    public const string ItemTypeHeader = "x-ms-item-type";
    public const string RequestIdHeader = "x-ms-request-id";
    public const string JsonContentType = "application/json; charset=utf-8";
    public const string WebSocketPath = "/$iothub/websocket";
    public const string WebSocketSubProtocol = "mqtt";
}
