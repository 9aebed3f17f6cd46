using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>Reads one part of a twin from JSON text and refuses what a twin may not hold. Nulls stay: in a patch they delete.</summary>
internal sealed class TwinReader(TwinPart part, TwinShapes shapes, bool allowsNull)
{
    private readonly TwinPath _path = new(TwinLimits.PathOf(part));

    /// <summary>Reads the object that the reader stands on.</summary>
    public TwinObject Read(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.StartObject
        ? ReadObject(ref reader, depth: 0, isInArray: false)
        : throw Invalid("must be an object");

    private TwinObject ReadObject(ref Utf8JsonReader reader, int depth, bool isInArray)
    {
        if (depth > TwinLimits.MaxDepth)
        {
            throw Invalid($"is nested {depth} objects deep; at most {TwinLimits.MaxDepth} are allowed");
        }

        var members = new TwinObjectBuilder();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = ReadKey(ref reader, isRoot: depth == 0);
            reader.Read();
            if (key is null)
            {
                reader.Skip();
                continue;
            }

            _path.Enter(key.Name);
            if (reader.TokenType == JsonTokenType.Null && !allowsNull && !isInArray)
            {
                throw Invalid("cannot be null in a replacement; leave it out");
            }

            members.Set(key, ReadValue(ref reader, depth, isInArray));
            _path.Leave();
        }

        return members.Build(shapes);
    }

    /// <summary>Null for a member that is the hub's own and comes back with a whole twin.</summary>
    private TwinKey? ReadKey(ref Utf8JsonReader reader, bool isRoot)
    {
        var rented = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length + 1);
        try
        {
            var name = rented.AsSpan(0, HubJson.CopyText(ref reader, rented));
            if (isRoot && IsHubsOwn(name))
            {
                return null;
            }

            return TwinNames.Fault(name) is not { } fault
                ? shapes.Key(name)
                : throw new HubException(HubErrorCode.ArgumentInvalid, $"The name '{Shorten(name)}' in '{_path}' {fault}.");
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private bool IsHubsOwn(ReadOnlySpan<char> name) => part switch
    {
        TwinPart.Desired => name.StartsWith('$'),
        TwinPart.Reported => name is "$version" or "$metadata",
        _ => false,
    };

    private TwinValue ReadValue(ref Utf8JsonReader reader, int depth, bool isInArray) => reader.TokenType switch
    {
        JsonTokenType.StartObject => TwinValue.Of(ReadObject(ref reader, depth + 1, isInArray)),
        JsonTokenType.StartArray => ReadArray(ref reader, depth),
        JsonTokenType.String => ReadString(ref reader),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => TwinValue.True,
        JsonTokenType.False => TwinValue.False,
        _ => TwinValue.Null,
    };

    private TwinValue ReadArray(ref Utf8JsonReader reader, int depth)
    {
        var elements = new List<TwinValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _path.Enter(elements.Count);
            elements.Add(ReadValue(ref reader, depth, isInArray: true));
            _path.Leave();
        }

        return TwinValue.Of([.. elements]);
    }

    private TwinValue ReadString(ref Utf8JsonReader reader)
    {
        var value = TwinValue.Of(HubJson.Text(ref reader));
        return value.Size <= TwinLimits.MaxStringBytes
            ? value
            : throw Invalid($"is a string of {value.Size} bytes; at most {TwinLimits.MaxStringBytes} are allowed");
    }

    private TwinValue ReadNumber(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        if (text.IndexOfAny(".eE"u8) >= 0 || text.SequenceEqual("-0"u8))
        {
            return TwinValue.Of(reader.GetDouble(), text);
        }

        return reader.TryGetInt64(out var integer) && integer is >= TwinLimits.MinInteger and <= TwinLimits.MaxInteger
            ? TwinValue.Of(integer)
            : throw Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"is {Encoding.UTF8.GetString(text)}; integers must be within [{TwinLimits.MinInteger}; {TwinLimits.MaxInteger}]"));
    }

    private HubException Invalid(string fault) => new(HubErrorCode.ArgumentInvalid, $"'{_path}' {fault}.");

    private static string Shorten(ReadOnlySpan<char> name) => name.Length <= 64 ? name.ToString() : $"{name[..64]}…";
}
