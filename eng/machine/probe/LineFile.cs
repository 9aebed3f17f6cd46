using System.Text;

namespace Probe;

/// <summary>A file that lines are appended to, each fsynced or not as its writer says.</summary>
internal sealed class LineFile(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Append(string line, bool fsync)
    {
        lock (_gate)
        {
            _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            if (fsync)
            {
                _file.Flush(flushToDisk: true);
            }
        }
    }

    public string ReadAll() => string.Join(' ', File.ReadAllLines(path));

    public void Dispose() => _file.Dispose();
}
