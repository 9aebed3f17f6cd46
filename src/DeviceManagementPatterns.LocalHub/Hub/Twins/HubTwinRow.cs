using System.Buffers;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>One twin at one moment, with the identity it belongs to. Immutable: writing it needs no lock.</summary>
internal readonly record struct HubTwinRow(HubIdentity Identity, HubTwin Twin, DateTimeOffset LastActivityTime)
{
    /// <summary>The twin's stamp, for the ETag header (unquoted).</summary>
    public ETag ETag => Twin.ETag;

    /// <summary>Writes the whole twin as back ends see it.</summary>
    public void WriteTo(Utf8JsonWriter writer) => throw new NotSupportedException();

    public void WriteTo(IBufferWriter<byte> output) => throw new NotSupportedException();
}
