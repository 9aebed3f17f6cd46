namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>What the device endpoint allows (Azure IoT Hub, "Communicate with an IoT hub using the MQTT protocol").</summary>
internal static class MqttLimits
{
    /// <summary>A message's body.</summary>
    public const int MaxPayloadLength = 256 * 1024;

    /// <summary>A packet behind its fixed header: the largest message, its topic and its identifier.</summary>
    public const int MaxBodyLength = MaxPayloadLength + 8 * 1024;

    /// <summary>How long a new connection may take for its CONNECT.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(1767);

    /// <summary>How long a connection may be silent: one and a half times what the client asked for, at most 1767 seconds.</summary>
    public static TimeSpan IdleTimeOf(ushort keepAliveSeconds)
    {
        var idle = TimeSpan.FromSeconds(1.5 * keepAliveSeconds);
        return keepAliveSeconds == 0 || idle > MaxIdleTime ? MaxIdleTime : idle;
    }
}
