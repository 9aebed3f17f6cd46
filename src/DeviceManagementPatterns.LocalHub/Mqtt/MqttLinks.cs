using System.Collections.Concurrent;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>All open connections. One timer looks through them four times a second, so that an idle one costs no timer of its own.</summary>
internal sealed class MqttLinks : IDisposable
{
    private static readonly TimeSpan ScanPeriod = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<MqttLink, byte> _links = new();
    private readonly TimeProvider _time;
    private readonly ITimer _scan;
    private volatile bool _isStopped;

    public MqttLinks(TimeProvider time)
    {
        _time = time;
        _scan = time.CreateTimer(static state => ((MqttLinks)state!).EndOverdue(), this, ScanPeriod, ScanPeriod);
    }

    public int Count => _links.Count;

    public void Add(MqttLink link)
    {
        _links.TryAdd(link, 0);
        if (_isStopped)
        {
            link.Close("the hub has stopped");
        }
    }

    public void Remove(MqttLink link) => _links.TryRemove(link, out _);

    /// <summary>Ends all connections, and those that still come.</summary>
    public void CloseAll()
    {
        _isStopped = true;
        foreach (var (link, _) in _links)
        {
            link.Close("the hub has stopped");
        }
    }

    /// <summary>Ends the connections that there are, in good order.</summary>
    public void HangUpAll(string reason)
    {
        foreach (var (link, _) in _links)
        {
            link.HangUp(reason);
        }
    }

    public void Dispose() => _scan.Dispose();

    private void EndOverdue()
    {
        var now = _time.GetTimestamp();
        foreach (var (link, _) in _links)
        {
            if (link.Deadline.Check(now) is { } reason)
            {
                link.Close(reason);
            }
        }
    }
}
