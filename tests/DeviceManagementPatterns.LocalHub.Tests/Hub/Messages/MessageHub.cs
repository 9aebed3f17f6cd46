using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Messages;

/// <summary>A hub with one device, whose clock stands still, and what a test of messages asks of it.</summary>
internal sealed class MessageHub
{
    public static readonly HubIdentityId D1 = new("d1");

    private MessageHub(TestHub hub) => Hub = hub;

    public TestHub Hub { get; }

    public int Count => Hub.Runtime.GetIdentity(D1).CloudToDeviceMessageCount;

    public IReadOnlyList<string> Feedback => [.. Hub.Runtime.Messages.Feedback.Read(0, 100).Select(record => $"{record.Message.MessageId} {record.End}")];

    public static async Task<MessageHub> StartAsync()
    {
        var hub = new TestHub();
        await hub.CreateAsync("d1");
        return new MessageHub(hub);
    }

    public async Task<CloudMessage> SendAsync(string text, string? id = null, MessageFeedback feedback = MessageFeedback.None, TimeSpan? life = null) =>
        await Hub.Runtime.Messages.SendAsync(
            "d1",
            new CloudToDeviceMessage(text) { MessageId = id, Feedback = feedback, ExpiryTime = Hub.Now + life },
            TestHub.Stop);

    /// <summary>Connects the device, and subscribes where it is said how.</summary>
    public (HubSession Session, RecordingLink Link) Connect(bool? acknowledged = null, bool clean = true)
    {
        var link = new RecordingLink();
        var session = Hub.Runtime.OpenSession(D1, link, clean, modelId: null);
        if (acknowledged is { } acknowledges)
        {
            session.SubscribeMessages(subscribed: true, acknowledges);
        }

        return (session, link);
    }
}
