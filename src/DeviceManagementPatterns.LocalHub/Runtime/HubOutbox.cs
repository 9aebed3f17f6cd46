using System.Collections.Concurrent;
using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Runtime;

/// <summary>
/// Effects on their way out, in the order of the changes that caused them: a device must not see version 3 before version 2.
/// They are added under the gate and sent outside of it, by one thread at a time. What is not written yet stays, and all behind it:
/// the change that it belongs to sends it once it is written. While the storage fails, what needs no writing goes past.
/// </summary>
internal sealed class HubOutbox(IHubStorage? storage)
{
    private readonly ConcurrentQueue<(HubEffect Effect, long Ticket)> _added = new();
    private readonly Lock _sending = new();
    private readonly Queue<(HubEffect Effect, long Ticket)> _held = new();
    private bool _isSending;

    public void Add(IReadOnlyList<HubEffect> effects, long ticket = 0)
    {
        foreach (var effect in effects)
        {
            _added.Enqueue((effect, ticket));
        }
    }

    public void Send()
    {
        if (storage is null && _added.IsEmpty)
        {
            return;
        }

        lock (_sending)
        {
            // An effect may lead here again; the outer call goes on with what that has added.
            if (_isSending)
            {
                return;
            }

            _isSending = true;
            try
            {
                SendDue();
            }
            finally
            {
                _isSending = false;
            }
        }
    }

    private void SendDue()
    {
        do
        {
            while (_added.TryDequeue(out var added))
            {
                _held.Enqueue(added);
            }

            while (_held.TryPeek(out var next) && IsDue(next.Ticket))
            {
                _held.Dequeue().Effect.Send();
            }

            if (storage is { HasFailed: true })
            {
                PassHeld();
            }
        }
        while (!_added.IsEmpty);
    }

    private void PassHeld()
    {
        for (var left = _held.Count; left > 0; left--)
        {
            var next = _held.Dequeue();
            if (IsDue(next.Ticket))
            {
                next.Effect.Send();
            }
            else
            {
                _held.Enqueue(next);
            }
        }
    }

    private bool IsDue(long ticket) => ticket == 0 || ticket <= storage?.Settled;
}
