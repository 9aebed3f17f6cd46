using System.Text;

namespace DeviceManagementPatterns.LocalHub;

/// <summary>A message for a device. The hub keeps it until the device has it, or it expires; 50 wait for a device at most.</summary>
public sealed record CloudToDeviceMessage
{
    /// <summary>A message of text, sent as UTF-8.</summary>
    /// <param name="text">The body.</param>
    public CloudToDeviceMessage(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    /// <summary>A message of bytes.</summary>
    /// <param name="body">The body; at most 64 KB together with the properties. It must not change until the message is sent.</param>
    public CloudToDeviceMessage(ReadOnlyMemory<byte> body) => Body = body;

    /// <summary>What the device receives.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// The message's id: 1 to 128 ASCII letters, digits or <c>- : . + % _ # * ? ! ( ) , = @ ; $ '</c>. The default, null, lets the hub make one.
    /// </summary>
    public string? MessageId { get; init; }

    /// <summary>What the message belongs to, such as a request's id.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Who sends it.</summary>
    public string? UserId { get; init; }

    /// <summary>What the body is, such as <c>application/json</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>How the body's text is encoded, such as <c>utf-8</c>.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>When the message was made; the device is told where it is given.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>
    /// Until when the hub keeps the message: later than now, at most 2 days ahead. The default, null, is 1 hour after it was sent; the
    /// device is told where it is given.
    /// </summary>
    public DateTimeOffset? ExpiryTime { get; init; }

    /// <summary>Of which ends the sender wants to hear. The default is <see cref="MessageFeedback.None"/>.</summary>
    public MessageFeedback Feedback { get; init; }

    /// <summary>The application's own properties. A name must not be empty, begin with <c>$.</c> or be one of the hub's own.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
