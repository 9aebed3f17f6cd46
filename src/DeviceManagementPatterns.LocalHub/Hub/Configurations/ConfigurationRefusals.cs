using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>How the hub refuses configurations.</summary>
internal static class ConfigurationRefusals
{
    public static HubException Content(string message, Exception? cause = null) =>
        new(HubErrorCode.InvalidConfigurationContent, message, cause);

    public static HubException Condition(string message, Exception? cause = null) =>
        new(HubErrorCode.InvalidConfigurationTargetCondition, message, cause);

    public static HubException Metric(string message, Exception? cause = null) =>
        new(HubErrorCode.InvalidConfigurationCustomMetricsQuery, message, cause);

    public static HubException NotFound(string id) => new(HubErrorCode.ConfigurationNotFound, $"Configuration '{id}' does not exist.");

    public static HubException Exists(string id) => new(
        HubErrorCode.ConfigurationAlreadyExists, $"A configuration with ID '{id}' already exists: send If-Match to change it.");

    public static HubException TooMany(int limit) => new(HubErrorCode.ConfigurationCountLimitExceeded, string.Create(
        CultureInfo.InvariantCulture, $"The hub has {limit} configurations; it cannot have more."));

    public static HubException Stale(string id, ETag current, ETag expected) => new(
        HubErrorCode.PreconditionFailed,
        $"Configuration '{id}' carries the etag {current}, not {expected}. Read it again, merge and write again.");
}
