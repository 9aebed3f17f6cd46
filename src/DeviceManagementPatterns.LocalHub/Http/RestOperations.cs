using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>What a route is called where faults are described.</summary>
internal static class RestOperations
{
    private const string LocalHubsOwn = "/$localhub";

    /// <summary>Null for what no fault may hit.</summary>
    public static FaultOperation? Of(string method, string path) => path switch
    {
        _ when path.StartsWith(LocalHubsOwn, StringComparison.Ordinal) => null,
        ServiceRoutes.QueryTemplate => FaultOperation.Query,
        _ when path.StartsWith("/twins/", StringComparison.Ordinal) => path.EndsWith("/methods", StringComparison.Ordinal)
            ? FaultOperation.MethodCall
            : method == "GET" ? FaultOperation.TwinRead : FaultOperation.TwinWrite,
        _ when path.StartsWith("/jobs/", StringComparison.Ordinal) => FaultOperation.Job,
        _ when path.Contains("/messages/", StringComparison.Ordinal) => FaultOperation.RestCall,
        _ when path.StartsWith("/devices", StringComparison.Ordinal) || path.StartsWith("/statistics/", StringComparison.Ordinal) => FaultOperation.Registry,
        _ => FaultOperation.RestCall,
    };
}
