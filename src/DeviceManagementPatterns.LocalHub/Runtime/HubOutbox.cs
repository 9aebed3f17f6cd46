using System.Collections.Concurrent;
using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Runtime;

/// <summary>
/// Effects on their way out, in the order of the changes that caused them: a device must not see version 3 before version 2.
/// They are added under the gate and sent outside of it, by one thread at a time.
/// </summary>
internal sealed class HubOutbox
{
    private readonly ConcurrentQueue<HubEffect> _waiting = new();
    private readonly Lock _sending = new();

    public void Add(IReadOnlyList<HubEffect> effects)
    {
        foreach (var effect in effects)
        {
            _waiting.Enqueue(effect);
        }
    }

    public void Send()
    {
        if (_waiting.IsEmpty)
        {
            return;
        }

        lock (_sending)
        {
            while (_waiting.TryDequeue(out var effect))
            {
                effect.Send();
            }
        }
    }
}
