using static DeviceManagementPatterns.LocalHub.Faults.FaultKind;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>Which kinds there are at which operation.</summary>
internal static class FaultMatrix
{
    public static IReadOnlyList<FaultKind> KindsAt(FaultOperation operation) => operation switch
    {
        FaultOperation.Connect => [Drop, LoseReply, Delay, Refuse, Throttle, Disconnect, Freeze],
        FaultOperation.Ping => [Drop, Delay, Disconnect, Freeze],
        FaultOperation.Telemetry => [Drop, LoseReply, Delay, Duplicate, Disconnect, Freeze],
        FaultOperation.TwinGet => [Drop, Delay, Refuse, Throttle, Disconnect, Freeze],
        FaultOperation.ReportedPatch => [Drop, LoseReply, Delay, Refuse, Throttle, Disconnect, Freeze],
        FaultOperation.DesiredNotification => [Drop, Delay, Duplicate, Disconnect, Freeze],
        FaultOperation.MethodRequest => [Drop, Delay, Duplicate, Refuse, Throttle, Disconnect, Freeze],
        FaultOperation.MethodReply => [Drop, Delay, Refuse, Disconnect, Freeze],
        FaultOperation.CloudToDevice => [Drop, Delay, Duplicate, Disconnect, Freeze],
        FaultOperation.Query => [Drop, LoseReply, Delay, Refuse, Throttle, Freeze, Stale],
        FaultOperation.Clock => [Skew],
        _ => [Drop, LoseReply, Delay, Refuse, Throttle, Freeze],
    };

    /// <summary>Whether it is a back end's call.</summary>
    public static bool IsRest(FaultOperation operation) => operation is >= FaultOperation.RestCall and <= FaultOperation.Job;

    /// <summary>Whether it concerns one method, so that rules may name it.</summary>
    public static bool HasMethod(FaultOperation operation) => operation is FaultOperation.MethodRequest or FaultOperation.MethodReply;

    /// <summary>Whether it concerns one device, so that rules may name it.</summary>
    public static bool HasDevice(FaultOperation operation) => operation is not (FaultOperation.Query or FaultOperation.Job or FaultOperation.Clock);
}
