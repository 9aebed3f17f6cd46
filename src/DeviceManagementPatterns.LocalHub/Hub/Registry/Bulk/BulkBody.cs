using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry.Bulk;

/// <summary>Reads the body of <c>POST /devices</c>.</summary>
internal static class BulkBody
{
    private const int MaxEntries = 100;

    /// <exception cref="HubException">The body is malformed, too long (413002), or names an identity twice (400011).</exception>
    public static IReadOnlyList<BulkEntry> Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonMembers.Parse(utf8, JsonValueKind.Array);
        var count = document.RootElement.GetArrayLength();
        if (count > MaxEntries)
        {
            throw new HubException(HubErrorCode.TooManyDevices, string.Create(
                CultureInfo.InvariantCulture, $"The request has {count} devices; at most {MaxEntries} are allowed."));
        }

        IReadOnlyList<BulkEntry> entries = [.. document.RootElement.EnumerateArray().Select(ReadEntry)];
        return entries.CountBy(entry => entry.Id).FirstOrDefault(times => times.Value > 1) is { Value: > 1 } twice
            ? throw new HubException(HubErrorCode.DeviceDefinedMultipleTimes, $"'{twice.Key}' stands {twice.Value} times in the request.")
            : entries;
    }

    private static BulkEntry ReadEntry(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, "Each device must be a JSON object.");
        }

        var deviceId = body.Text("id") ?? throw new HubException(HubErrorCode.ArgumentNull, "A device has no id.");
        var id = new HubIdentityId(deviceId, body.Text("moduleId"));
        return new BulkEntry(id, ReadMode(body), IdentityReading.ReadDraft(body), ReadETag(body, "eTag"))
        {
            TwinETag = ReadETag(body, "twinETag"),
            HasTwin = body.Object("tags") is not null || body.Object("properties")?.Object("desired") is not null,
            Body = JsonMarshal.GetRawUtf8Value(body).ToArray(),
        };
    }

    private static ImportMode ReadMode(JsonElement body)
    {
        if (body.Text("importMode") is not { } word)
        {
            return default;
        }

        return Enum.TryParse<ImportMode>(word, ignoreCase: true, out var mode) && Enum.IsDefined(mode) && !char.IsAsciiDigit(word[0])
            ? mode
            : throw new HubException(HubErrorCode.ArgumentInvalid, $"importMode '{word}' is not known.");
    }

    private static ETag ReadETag(JsonElement body, string name) => body.Text(name) is { Length: > 0 } etag ? new ETag(etag.Trim('"')) : ETag.Any;
}
