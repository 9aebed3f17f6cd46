using System.Text;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>A twin as bytes, exact to each number's text and each property's stamp.</summary>
internal static class TwinRecord
{
    public static byte[] Write(HubTwin twin)
    {
        using var bytes = new MemoryStream(512);
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(twin.ServiceVersion);
            writer.Write(twin.ModelId);
            TwinTreeWriter.Write(writer, twin.Tags);
            WriteSection(writer, twin.Desired);
            WriteSection(writer, twin.Reported);
            TwinConfigurationsRecord.Write(writer, twin.Configurations);
        }

        return bytes.ToArray();
    }

    public static HubTwin Read(byte[] bytes, TwinShapes shapes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var tree = new TwinTreeReader(reader, shapes);
        return new HubTwin
        {
            ServiceVersion = reader.ReadInt64(),
            ModelId = reader.ReadString(),
            Tags = tree.ReadObject(),
            Desired = ReadSection(reader, tree),
            Reported = ReadSection(reader, tree),
            Configurations = TwinConfigurationsRecord.Read(reader, tree, shapes),
        };
    }

    private static void WriteSection(BinaryWriter writer, HubTwinSection section)
    {
        writer.Write(section.Version);
        TwinTreeWriter.Write(writer, section.Stamp);
        TwinTreeWriter.Write(writer, section.Properties);
    }

    private static HubTwinSection ReadSection(BinaryReader reader, TwinTreeReader tree)
    {
        var version = reader.ReadInt64();
        var stamp = tree.ReadStamp() ?? throw new FormatException("A section has no stamp.");
        return new HubTwinSection(tree.ReadObject(), version, stamp);
    }
}
