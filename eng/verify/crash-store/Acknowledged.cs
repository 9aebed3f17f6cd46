using System.Collections.Concurrent;

namespace CrashStore;

/// <summary>What the hub has acknowledged so far; held by this process, which no kill touches.</summary>
internal sealed class Acknowledged
{
    private long _count;

    public ConcurrentDictionary<string, long> Counters { get; } = new();

    public ConcurrentDictionary<string, string> Devices { get; } = new();

    public long Count => Interlocked.Read(ref _count);

    public void Counter(string deviceId, long value)
    {
        Counters[deviceId] = value;
        Interlocked.Increment(ref _count);
    }

    public void Device(string deviceId, string key)
    {
        Devices[deviceId] = key;
        Interlocked.Increment(ref _count);
    }
}
