using DeviceManagementPatterns.LocalHub.Hub.Messages;
using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>What must be sent after a state change. The hub's state only lists them; whoever called it sends them, in order.</summary>
internal abstract record HubEffect
{
    public static IReadOnlyList<HubEffect> None { get; } = [];

    public abstract void Send();

    /// <summary>A device that is connected and listens learns of a change of its desired properties.</summary>
    public sealed record DesiredChanged(IDeviceLink Link, long Version, ReadOnlyMemory<byte> Body) : HubEffect
    {
        public override void Send() => Link.DeliverDesired(Version, Body);
    }

    /// <summary>A device that is connected and listens gets a message.</summary>
    public sealed record MessageDelivered(IDeviceLink Link, CloudMessage Message, ushort DeliveryId, bool IsRepeated) : HubEffect
    {
        public override void Send() => Link.DeliverMessage(Message, DeliveryId, IsRepeated);
    }

    /// <summary>A message has ended, and its sender wants to know.</summary>
    public sealed record FeedbackGiven(FeedbackLog Log, FeedbackRecord Record) : HubEffect
    {
        public override void Send() => Log.Add(Record);
    }

    /// <summary>The hub has ended a session.</summary>
    public sealed record LinkClosed(IDeviceLink Link, string Reason) : HubEffect
    {
        public override void Send() => Link.Close(Reason);
    }

    /// <summary>The device that a call waited for can be reached.</summary>
    public sealed record MethodReached(PendingMethod Method, IDeviceLink Link) : HubEffect
    {
        public override void Send() => Method.Reach(Link);
    }

    /// <summary>A call will get no answer.</summary>
    public sealed record MethodFailed(PendingMethod Method, HubException Error) : HubEffect
    {
        public override void Send() => Method.Fail(Error);
    }
}
