using System.Buffers;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>One twin at one moment, with the identity it belongs to. Reading and writing it needs no lock.</summary>
/// <param name="Sequence">Grows with each identity that is created: the order of rows, and a place to continue from.</param>
/// <param name="Identity">The identity; its connection state is the live one.</param>
/// <param name="Twin">The document; never changes.</param>
internal readonly record struct HubTwinRow(long Sequence, HubIdentity Identity, HubTwin Twin)
{
    /// <summary>The twin's stamp, for the ETag header (unquoted).</summary>
    public ETag ETag => Twin.ETag;

    /// <summary>Writes the whole twin as back ends see it.</summary>
    public void WriteTo(Utf8JsonWriter writer) => TwinServiceView.Write(writer, Identity, Twin);

    /// <summary>Writes the whole twin as back ends see it.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, HubJson.WriterOptions);
        WriteTo(writer);
    }
}
