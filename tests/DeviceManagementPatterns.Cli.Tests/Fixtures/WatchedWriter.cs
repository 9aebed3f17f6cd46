using System.Text;

namespace DeviceManagementPatterns.Cli.Tests.Fixtures;

/// <summary>Keeps what is written, with line feeds only, and tells when a text was.</summary>
internal sealed class WatchedWriter : TextWriter
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    public WatchedWriter() => CoreNewLine = ['\n'];

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_text)
        {
            _text.Append(value);
            if (value == '\n')
            {
                TellWhoWaits();
            }
        }
    }

    public Task WaitForAsync(string text, CancellationToken cancellationToken)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_text)
        {
            _awaited.Add((text, seen));
            TellWhoWaits();
        }

        return seen.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
    }

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }

    private void TellWhoWaits()
    {
        var text = _text.ToString();
        foreach (var (awaited, seen) in _awaited)
        {
            if (text.Contains(awaited, StringComparison.Ordinal))
            {
                seen.TrySetResult();
            }
        }
    }
}
