using System.Runtime.CompilerServices;

namespace DeviceManagementPatterns.Tests;

/// <summary>A missing snapshot fails; UPDATE_SNAPSHOTS=1 writes it, to be reviewed as a diff.</summary>
internal static class StrictSnapshots
{
    [ModuleInitializer]
    internal static void Enable() => Environment.SetEnvironmentVariable(
        "SNAPSHOOTER_STRICT_MODE",
        Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1" ? "false" : "true");
}
