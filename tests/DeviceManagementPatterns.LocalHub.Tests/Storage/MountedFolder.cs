using System.Diagnostics;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

/// <summary>A small file system in memory, as a disk that can be full or read-only. Only root may mount one: elsewhere the test is skipped.</summary>
internal sealed class MountedFolder : IDisposable
{
    private bool _isMounted;

    public MountedFolder(int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting takes root on Linux.");
        _isMounted = Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", Path);
        if (!_isMounted)
        {
            Dispose();
            Assert.Skip("This machine does not allow mounting.");
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("dmp-mount-").FullName;

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path).ShouldBeTrue();

    /// <summary>Takes all room that is left.</summary>
    public string Fill()
    {
        var file = System.IO.Path.Combine(Path, "ballast");
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                stream.Write(new byte[1024]);
            }
        }
        catch (IOException)
        {
            return file;
        }
    }

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", "-l", Path);
            _isMounted = false;
        }

        Directory.Delete(Path, recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
