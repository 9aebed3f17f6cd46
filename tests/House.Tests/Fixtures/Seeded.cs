#pragma warning disable IDE0130, IDE0161, CA1812, CA1852, CA1823, CA1051, IDE0051, CS0169, CS0649, CA1515, CA1724, IDE0044
// One breach of each rule, in the namespaces that the rules speak of, so that every rule is seen to fail at each run.
namespace DeviceManagementPatterns.Reboot
{
    internal sealed class SeededReboot
    {
        public static object Breach() => new Firmware.SeededFirmware();
    }
}

namespace DeviceManagementPatterns.Firmware
{
    internal sealed class SeededFirmware
    {
        public static string Breach() => System.IO.File.ReadAllText("image");
    }
}

namespace DeviceManagementPatterns.Fleet
{
    internal sealed class SeededRollout
    {
        public static object Breach() => new Reboot.SeededReboot();
    }
}

namespace DeviceManagementPatterns.LocalHub.Hub
{
    internal sealed class SeededHubState
    {
        public static object Breach() => new Reboot.SeededReboot();

        public static System.DateTimeOffset Clock() => System.TimeProvider.System.GetUtcNow();
    }
}

namespace DeviceManagementPatterns.LocalHub.Query
{
    internal sealed class SeededQuery
    {
        public static System.Threading.Tasks.Task Breach() => System.Threading.Tasks.Task.CompletedTask;
    }
}
