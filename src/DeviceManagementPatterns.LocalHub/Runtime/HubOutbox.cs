using System.Collections.Concurrent;
using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Runtime;

/// <summary>
/// Effects on their way out, in the order of the changes that caused them: a device must not see version 3 before version 2.
/// They are added under the gate and sent outside of it, by one thread at a time. What is not written yet stays, and all behind it:
/// the change that it belongs to sends it once it is written.
/// </summary>
internal sealed class HubOutbox(IHubStorage? storage)
{
    private readonly ConcurrentQueue<(HubEffect Effect, long Ticket)> _waiting = new();
    private readonly Lock _sending = new();

    public void Add(IReadOnlyList<HubEffect> effects, long ticket = 0)
    {
        foreach (var effect in effects)
        {
            _waiting.Enqueue((effect, ticket));
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
            while (_waiting.TryPeek(out var next) && (next.Ticket == 0 || next.Ticket <= storage?.Settled))
            {
                _waiting.TryDequeue(out _);
                next.Effect.Send();
            }
        }
    }
}
