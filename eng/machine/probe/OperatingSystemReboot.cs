using System.Runtime.InteropServices;

namespace Probe;

/// <summary>reboot(2): restarts the kernel at once. It writes nothing back.</summary>
internal static partial class OperatingSystemReboot
{
    private const int Restart = 0x01234567;

    public static string Now() => Reboot(Restart) == 0 ? "reboots" : $"refused: error {Marshal.GetLastPInvokeError()}";

    [LibraryImport("libc", EntryPoint = "reboot", SetLastError = true)]
    private static partial int Reboot(int command);
}
