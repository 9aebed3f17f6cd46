namespace DeviceManagementPatterns.LocalHub.Tests.Query;

/// <summary>Counts what held, for eng/verify/queries.sh, which names the file in QUERY_REPORT.</summary>
public sealed class QueryReport : IDisposable
{
    private int _count;

    public string Kind { get; set; } = "cases";

    public void Held() => Interlocked.Increment(ref _count);

    public void Held(int count) => Interlocked.Add(ref _count, count);

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("QUERY_REPORT") is { Length: > 0 } file)
        {
            lock (typeof(QueryReport))
            {
                File.AppendAllText(file, $"{Kind} {_count}\n");
            }
        }
    }
}
