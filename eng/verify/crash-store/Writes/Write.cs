namespace CrashStore.Writes;

/// <summary>
/// One kind of write, made again and again, with what of it was acknowledged. It lives in this process, which no kill touches.
/// </summary>
internal abstract class Write(string name)
{
    private long _count;

    public string Name { get; } = name;

    /// <summary>How many were acknowledged.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Writes until the hub is gone.</summary>
    /// <param name="rest">The hub.</param>
    /// <param name="round">Makes names new.</param>
    /// <param name="stop">The hub is gone.</param>
    public abstract Task RunAsync(Rest rest, int round, CancellationToken stop);

    /// <summary>Counts what was acknowledged and is not there: of what came since the last time or, at the end, of all.</summary>
    public abstract Task<long> CountLostAsync(Rest rest, bool isEnd);

    protected void Acknowledged() => Interlocked.Increment(ref _count);
}
