using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>An identity as bytes. Its presence is kept as it was with the identity's last change: it was not connected since.</summary>
internal static class IdentityRecord
{
    public static byte[] Write(HubIdentity identity)
    {
        using var bytes = new MemoryStream(256);
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(identity.GenerationId);
            WriteOptional(writer, identity.ETag.Value);
            writer.Write((byte)identity.Authentication.Type);
            WriteOptional(writer, identity.Authentication.PrimaryKey);
            WriteOptional(writer, identity.Authentication.SecondaryKey);
            WriteOptional(writer, identity.Authentication.PrimaryThumbprint);
            WriteOptional(writer, identity.Authentication.SecondaryThumbprint);
            writer.Write(identity.IsEnabled);
            WriteOptional(writer, identity.StatusReason);
            writer.Write(identity.StatusUpdatedTime.UtcTicks);
            writer.Write(identity.IsEdge);
            WriteOptional(writer, identity.DeviceScope);
            writer.Write(identity.ParentScopes.Count);
            foreach (var scope in identity.ParentScopes)
            {
                writer.Write(scope);
            }

            WriteOptional(writer, identity.ManagedBy);
            writer.Write(identity.ConnectionStateUpdatedTime.UtcTicks);
            writer.Write(identity.LastActivityTime.UtcTicks);
        }

        return bytes.ToArray();
    }

    public static HubIdentity Read(HubIdentityId id, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var identity = new HubIdentity
        {
            Id = id,
            GenerationId = reader.ReadString(),
            ETag = ReadOptional(reader) is { } etag ? new ETag(etag) : default,
            Authentication = new HubAuthentication
            {
                Type = (HubAuthenticationType)reader.ReadByte(),
                PrimaryKey = ReadOptional(reader),
                SecondaryKey = ReadOptional(reader),
                PrimaryThumbprint = ReadOptional(reader),
                SecondaryThumbprint = ReadOptional(reader),
            },
            IsEnabled = reader.ReadBoolean(),
            StatusReason = ReadOptional(reader),
            StatusUpdatedTime = ReadTime(reader),
            IsEdge = reader.ReadBoolean(),
            DeviceScope = ReadOptional(reader),
            ParentScopes = ReadScopes(reader),
            ManagedBy = ReadOptional(reader),
            Presence = new HubPresence(),
        };
        identity.Presence.Set(isConnected: false, ReadTime(reader));
        identity.Presence.Touch(ReadTime(reader));
        return identity;
    }

    private static string[] ReadScopes(BinaryReader reader)
    {
        var scopes = new string[reader.ReadInt32()];
        for (var i = 0; i < scopes.Length; i++)
        {
            scopes[i] = reader.ReadString();
        }

        return scopes;
    }

    private static DateTimeOffset ReadTime(BinaryReader reader) => new(reader.ReadInt64(), TimeSpan.Zero);

    private static void WriteOptional(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    private static string? ReadOptional(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
