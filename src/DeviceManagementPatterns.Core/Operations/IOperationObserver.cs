namespace DeviceManagementPatterns.Operations;

/// <summary>Learns on the device what the hub has acknowledged about an operation: for a display, a lamp or a sample's console.</summary>
public interface IOperationObserver
{
    /// <summary>Called after the hub acknowledged a report. It must return at once; an exception is logged and otherwise ignored.</summary>
    /// <param name="report">What was reported.</param>
    void OnReported(OperationReport report);
}
