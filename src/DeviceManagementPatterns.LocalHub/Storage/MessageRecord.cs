using System.Text;
using DeviceManagementPatterns.LocalHub.Hub.Messages;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>A message as bytes.</summary>
internal static class MessageRecord
{
    public static byte[] Write(CloudMessage message)
    {
        var content = message.Content;
        using var bytes = new MemoryStream(content.Body.Length + 128);
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(message.EnqueuedTime.UtcTicks);
            writer.Write(message.ExpiryTime.UtcTicks);
            writer.Write(content.Body.Length);
            writer.Write(content.Body.Span);
            WriteOptional(writer, content.MessageId);
            WriteOptional(writer, content.CorrelationId);
            WriteOptional(writer, content.UserId);
            WriteOptional(writer, content.ContentType);
            WriteOptional(writer, content.ContentEncoding);
            WriteOptional(writer, content.CreationTime);
            WriteOptional(writer, content.ExpiryTime);
            writer.Write((byte)content.Feedback);
            writer.Write(content.Properties.Count);
            foreach (var (name, value) in content.Properties)
            {
                writer.Write(name);
                writer.Write(value);
            }
        }

        return bytes.ToArray();
    }

    public static CloudMessage Read(long sequence, string deviceId, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var (enqueued, expires) = (ReadTime(reader), ReadTime(reader));
        var content = new CloudToDeviceMessage(reader.ReadBytes(reader.ReadInt32()))
        {
            MessageId = ReadOptional(reader),
            CorrelationId = ReadOptional(reader),
            UserId = ReadOptional(reader),
            ContentType = ReadOptional(reader),
            ContentEncoding = ReadOptional(reader),
            CreationTime = ReadOptionalTime(reader),
            ExpiryTime = ReadOptionalTime(reader),
            Feedback = (MessageFeedback)reader.ReadByte(),
            Properties = ReadProperties(reader),
        };
        return new CloudMessage(sequence, deviceId, content, enqueued, expires);
    }

    private static Dictionary<string, string> ReadProperties(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            properties.Add(reader.ReadString(), reader.ReadString());
        }

        return properties;
    }

    private static void WriteOptional(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    private static void WriteOptional(BinaryWriter writer, DateTimeOffset? time)
    {
        writer.Write(time is not null);
        if (time is { } known)
        {
            writer.Write(known.UtcTicks);
        }
    }

    private static string? ReadOptional(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static DateTimeOffset? ReadOptionalTime(BinaryReader reader) => reader.ReadBoolean() ? ReadTime(reader) : null;

    private static DateTimeOffset ReadTime(BinaryReader reader) => new(reader.ReadInt64(), TimeSpan.Zero);
}
