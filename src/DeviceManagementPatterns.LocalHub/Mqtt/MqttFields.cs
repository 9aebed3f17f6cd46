using System.Buffers.Binary;
using System.Text.Unicode;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Walks over the fields of a packet (MQTT 3.1.1, section 1.5). Every step tells whether the field was there and well formed.</summary>
internal ref struct MqttFields(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    public readonly bool AreOver => _rest.IsEmpty;

    public bool Skip(int count)
    {
        var isThere = _rest.Length >= count;
        _rest = isThere ? _rest[count..] : default;
        return isThere;
    }

    public bool Read(out byte value)
    {
        value = _rest.IsEmpty ? (byte)0 : _rest[0];
        return Skip(1);
    }

    /// <summary>Text is well-formed UTF-8 and holds no U+0000.</summary>
    public bool SkipText() => TakeBytes(out var text) && Utf8.IsValid(text) && !text.Contains((byte)0);

    public bool SkipBytes() => TakeBytes(out _);

    private bool TakeBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(_rest, out var length) || _rest.Length < sizeof(ushort) + length)
        {
            return false;
        }

        bytes = _rest.Slice(sizeof(ushort), length);
        _rest = _rest[(sizeof(ushort) + length)..];
        return true;
    }
}
