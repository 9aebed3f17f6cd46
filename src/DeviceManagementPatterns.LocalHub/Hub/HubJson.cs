using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>How the hub writes and reads JSON text. What it writes is compact and readable where JSON itself needs no escape.</summary>
internal static class HubJson
{
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = Encoder, SkipValidation = true };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>True for one complete JSON value with nothing after it.</summary>
    public static bool IsJson(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read())
            {
            }

            return Utf8.IsValid(utf8);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A reader on the first token of a body.</summary>
    /// <exception cref="JsonException">The body is empty or not UTF-8.</exception>
    public static Utf8JsonReader Start(ReadOnlySpan<byte> utf8)
    {
        CheckEncoding(utf8);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 128 });
        reader.Read();
        return reader;
    }

    /// <summary>Reads all of a text whose strings are taken from a document later, where a broken one is no <see cref="JsonException"/>.</summary>
    /// <exception cref="JsonException">It is not JSON, not UTF-8, or a string holds half a surrogate pair.</exception>
    public static void Check(ReadOnlySpan<byte> utf8, JsonReaderOptions options = default)
    {
        CheckEncoding(utf8);
        var reader = new Utf8JsonReader(utf8, options);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
            {
                Text(ref reader);
            }
        }
    }

    /// <summary>True on the name of one of the hub's own members, in any case: the service binds them so.</summary>
    public static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueTextEquals(name) || Ascii.EqualsIgnoreCase(reader.ValueSpan, name);

    /// <summary>What is said of a body that is not JSON, without what concerns the parser only.</summary>
    public static HubException Malformed(JsonException exception)
    {
        var reason = exception.Message.Split(" LineNumber:")[0].Replace(" Change the reader options.", "", StringComparison.Ordinal);
        var place = exception is { LineNumber: { } line, BytePositionInLine: { } position }
            ? string.Create(CultureInfo.InvariantCulture, $" in line {line + 1}, byte {position + 1}")
            : "";
        return new HubException(HubErrorCode.ArgumentInvalid, $"The body is not valid JSON{place}: {reason}", exception);
    }

    /// <summary>The string that the reader stands on.</summary>
    /// <exception cref="JsonException">It holds half a surrogate pair.</exception>
    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <summary>Copies the string or name that the reader stands on and returns its length.</summary>
    /// <exception cref="JsonException">It holds half a surrogate pair.</exception>
    public static int CopyText(ref Utf8JsonReader reader, Span<char> target)
    {
        try
        {
            return reader.CopyString(target);
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    private static void CheckEncoding(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            throw new JsonException("It is empty.");
        }

        if (!Utf8.IsValid(utf8))
        {
            throw new JsonException("The text is not UTF-8.");
        }
    }
}
