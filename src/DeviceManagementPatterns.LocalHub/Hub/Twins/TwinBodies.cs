using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>
/// Reads the bodies of twin writes. A whole twin that was read from the hub may come back: what a back end may not write is passed
/// over unread. Null in place of tags or desired properties counts as left out.
/// </summary>
internal static class TwinBodies
{
    public static TwinObject ReadReported(ReadOnlySpan<byte> utf8, TwinShapes shapes)
    {
        try
        {
            var reader = HubJson.Start(utf8);
            var patch = new TwinReader(TwinPart.Reported, shapes, allowsNull: true).Read(ref reader);
            reader.Read();
            return patch;
        }
        catch (JsonException exception)
        {
            throw HubJson.Malformed(exception);
        }
    }

    public static TwinWrite ReadPatch(ReadOnlySpan<byte> utf8, TwinShapes shapes) => ReadWrite(utf8, shapes, isReplacement: false);

    public static TwinWrite ReadReplacement(ReadOnlySpan<byte> utf8, TwinShapes shapes) => ReadWrite(utf8, shapes, isReplacement: true);

    private static TwinWrite ReadWrite(ReadOnlySpan<byte> utf8, TwinShapes shapes, bool isReplacement)
    {
        try
        {
            var write = new TwinWrite(Tags: null, Desired: null, isReplacement);
            var reader = HubJson.Start(utf8);
            Expect(ref reader, "The body");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (HubJson.IsNamed(ref reader, "tags"u8))
                {
                    reader.Read();
                    write = write with { Tags = ReadPart(ref reader, TwinPart.Tags, shapes, isReplacement) };
                }
                else if (HubJson.IsNamed(ref reader, "properties"u8))
                {
                    reader.Read();
                    write = write with { Desired = ReadDesired(ref reader, shapes, isReplacement) };
                }
                else
                {
                    reader.Skip();
                }
            }

            reader.Read();
            return write;
        }
        catch (JsonException exception)
        {
            throw HubJson.Malformed(exception);
        }
    }

    private static TwinObject? ReadDesired(ref Utf8JsonReader reader, TwinShapes shapes, bool isReplacement)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        TwinObject? desired = null;
        Expect(ref reader, "'properties'");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (HubJson.IsNamed(ref reader, "desired"u8))
            {
                reader.Read();
                desired = ReadPart(ref reader, TwinPart.Desired, shapes, isReplacement);
            }
            else
            {
                reader.Skip();
            }
        }

        return desired;
    }

    private static TwinObject? ReadPart(ref Utf8JsonReader reader, TwinPart part, TwinShapes shapes, bool isReplacement) =>
        reader.TokenType == JsonTokenType.Null ? null : new TwinReader(part, shapes, allowsNull: !isReplacement).Read(ref reader);

    private static void Expect(ref Utf8JsonReader reader, string what)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, $"{what} must be a JSON object.");
        }
    }
}
