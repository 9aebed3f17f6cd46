namespace DeviceManagementPatterns.LocalHub.Certificates;

/// <summary>
/// Lets one hub at a time, of this or another process, look into a folder and make what is missing. A move that does not overwrite is no
/// such thing: it looks first and moves then, and two hubs that start together each took their own key.
/// </summary>
internal sealed class FolderTurn : IDisposable
{
    private const string FileName = "ca.lock";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FileStream? _lock;

    private FolderTurn(FileStream? taken) => _lock = taken;

    /// <summary>In a folder that cannot be written nothing is made, and no turn is taken.</summary>
    /// <exception cref="IOException">Another hub does not come to an end.</exception>
    public static FolderTurn Take(string folder)
    {
        var file = Path.Combine(folder, FileName);
        FileStream? taken = null;
        try
        {
            return SpinWait.SpinUntil(() => TryOpen(file, out taken), Patience)
                ? new FolderTurn(taken)
                : throw new IOException($"The certificate folder '{folder}' is held by another hub that starts: '{file}' is locked.");
        }
        catch (UnauthorizedAccessException)
        {
            return new FolderTurn(null);
        }
    }

    public void Dispose() => _lock?.Dispose();

    private static bool TryOpen(string file, out FileStream? taken)
    {
        try
        {
            taken = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            taken = null;
            return false;
        }
    }
}
