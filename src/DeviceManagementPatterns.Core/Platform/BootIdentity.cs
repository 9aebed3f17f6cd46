namespace DeviceManagementPatterns.Platform;

/// <summary>The operating system's own identity of the current boot.</summary>
internal static class BootIdentity
{
    private const string LinuxBootId = "/proc/sys/kernel/random/boot_id";

    public static async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                "This operating system's boot identity is not known here. Implement IRebootHandler.GetBootIdAsync in your handler.");
        }

        return (await File.ReadAllTextAsync(LinuxBootId, cancellationToken).ConfigureAwait(false)).Trim();
    }
}
