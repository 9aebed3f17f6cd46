using DeviceManagementPatterns.Operations;

namespace Tutorial.Device;

/// <summary>Prints the tutorial's last line once the hub has the time of the reboot.</summary>
internal sealed class PrintedReports : IOperationObserver
{
    public void OnReported(OperationReport report)
    {
        if (report.Status == "completed")
        {
            Console.WriteLine("Device twins updated with latest rebootTime");
        }
    }
}
