using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>The last part of a twin's bytes: what automatic configurations are to it. Twins of the first version have no such part.</summary>
internal static class TwinConfigurationsRecord
{
    public static void Write(BinaryWriter writer, TwinConfigurations configurations)
    {
        writer.Write7BitEncodedInt(configurations.Statuses.Count);
        foreach (var (id, status) in configurations.Statuses)
        {
            writer.Write(id);
            writer.Write((byte)status);
        }

        writer.Write7BitEncodedInt(configurations.Set.Count);
        foreach (var leaf in configurations.Set)
        {
            writer.Write7BitEncodedInt(leaf.Path.Length);
            foreach (var key in leaf.Path)
            {
                writer.Write(key.Name);
            }

            TwinTreeWriter.Write(writer, leaf.Value);
        }
    }

    public static TwinConfigurations Read(BinaryReader reader, TwinTreeReader tree, TwinShapes shapes)
    {
        if (reader.BaseStream.Position == reader.BaseStream.Length)
        {
            return TwinConfigurations.None;
        }

        var statuses = new (string, ConfigurationStatus)[reader.Read7BitEncodedInt()];
        for (var i = 0; i < statuses.Length; i++)
        {
            statuses[i] = (reader.ReadString(), (ConfigurationStatus)reader.ReadByte());
        }

        var set = new ContentLeaf[reader.Read7BitEncodedInt()];
        for (var i = 0; i < set.Length; i++)
        {
            var path = new TwinKey[reader.Read7BitEncodedInt()];
            for (var name = 0; name < path.Length; name++)
            {
                path[name] = shapes.Key(reader.ReadString());
            }

            set[i] = new ContentLeaf(path, tree.ReadValue());
        }

        return statuses.Length + set.Length == 0 ? TwinConfigurations.None : new TwinConfigurations(statuses, set);
    }
}
