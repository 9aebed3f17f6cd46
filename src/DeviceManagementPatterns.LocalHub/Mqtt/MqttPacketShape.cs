using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>
/// Whether a packet's bytes have the shape that MQTT 3.1.1 gives its type: text is UTF-8, flags agree with each other, and nothing is left
/// over. The codec reads on where this must end the connection (sections 1.5.3, 2.3.1, 3.1.2, 3.8.3).
/// </summary>
internal static class MqttPacketShape
{
    private const int IdentifierLength = 2;
    private const int WillFlag = 0x04;
    private const int WillQoS = 0x18;
    private const int WillRetain = 0x20;
    private const int PasswordFlag = 0x40;
    private const int UserNameFlag = 0x80;

    public static bool IsSound(in MqttFrame frame)
    {
        var fields = new MqttFields(frame.Body);
        return frame.Type switch
        {
            MqttControlPacketType.Connect => IsConnect(ref fields),
            MqttControlPacketType.Publish => fields.SkipText() && (IsAtMostOnce(frame.Header) || fields.Skip(IdentifierLength)),
            MqttControlPacketType.Subscribe => fields.Skip(IdentifierLength) && IsList(ref fields, withQoS: true),
            MqttControlPacketType.Unsubscribe => fields.Skip(IdentifierLength) && IsList(ref fields, withQoS: false),
            MqttControlPacketType.PubAck => fields.Skip(IdentifierLength) && fields.AreOver,
            _ => true,
        };
    }

    private static bool IsAtMostOnce(byte header) => (header & 0b0110) == 0;

    private static bool IsConnect(ref MqttFields fields)
    {
        if (!fields.SkipText() || !fields.Skip(1) || !fields.Read(out var flags) || !AreAllowed(flags) || !fields.Skip(2) || !fields.SkipText())
        {
            return false;
        }

        return ((flags & WillFlag) == 0 || (fields.SkipText() && fields.SkipBytes()))
            && ((flags & UserNameFlag) == 0 || fields.SkipText())
            && ((flags & PasswordFlag) == 0 || fields.SkipBytes())
            && fields.AreOver;
    }

    private static bool AreAllowed(byte flags) =>
        (flags & 1) == 0
        && (flags & WillQoS) != WillQoS
        && ((flags & WillFlag) != 0 || (flags & (WillQoS | WillRetain)) == 0)
        && ((flags & UserNameFlag) != 0 || (flags & PasswordFlag) == 0);

    private static bool IsList(ref MqttFields fields, bool withQoS)
    {
        while (!fields.AreOver)
        {
            if (!fields.SkipText() || (withQoS && !(fields.Read(out var qos) && qos <= (byte)MqttQualityOfServiceLevel.ExactlyOnce)))
            {
                return false;
            }
        }

        return true;
    }
}
