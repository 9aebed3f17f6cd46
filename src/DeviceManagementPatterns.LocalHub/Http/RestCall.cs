using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.Wire;
using Microsoft.AspNetCore.Http;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>One authorised REST call: what it asks, and how it is answered.</summary>
internal sealed class RestCall(HttpContext http)
{
    public HttpContext Http { get; } = http;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The device of the path, or the module where the path names one.</summary>
    public HubIdentityId Id => new((string)Http.Request.RouteValues["deviceId"]!, (string?)Http.Request.RouteValues["moduleId"]);

    public bool HasIfMatch => Http.Request.Headers.IfMatch.Count > 0;

    /// <summary>The stamp to match; any where the header is missing.</summary>
    /// <exception cref="HubException">The header is malformed.</exception>
    public ETag IfMatch()
    {
        if (!HasIfMatch)
        {
            return ETag.Any;
        }

        return ETagText.TryParse(Http.Request.Headers.IfMatch, out var etag)
            ? etag
            : throw new HubException(HubErrorCode.ArgumentInvalid, "The If-Match header is no ETag: send \"*\", or the ETag in quotation marks.");
    }

    /// <summary>An integer of the query string or a header; null where it is missing.</summary>
    /// <exception cref="HubException">It is no number.</exception>
    public static int? Integer(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new HubException(HubErrorCode.ArgumentInvalid, $"{name} '{LogText.Of(text)}' is not a number.");
    }

    /// <summary>A whole number of the query string; null where it is missing.</summary>
    /// <exception cref="HubException">It is no such number.</exception>
    public long? Whole(string name, long smallest, long largest)
    {
        string? text = Http.Request.Query[name];
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= smallest && number <= largest
            ? number
            : throw new HubException(
                HubErrorCode.ArgumentInvalid,
                string.Create(CultureInfo.InvariantCulture, $"{name} '{LogText.Of(text)}' is not a whole number from {smallest} to {largest}."));
    }

    /// <summary>The whole body. It is the caller's to keep.</summary>
    /// <exception cref="HubException">It is larger than <paramref name="maxLength"/> bytes.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(int maxLength = RestLimits.BodyLength)
    {
        var reader = Http.Request.BodyReader;
        var isTooLarge = Http.Request.ContentLength > maxLength;
        while (!isTooLarge)
        {
            var result = await reader.ReadAsync(Aborted).ConfigureAwait(false);
            isTooLarge = result.Buffer.Length > maxLength;
            if (result.IsCompleted && !isTooLarge)
            {
                var body = WithoutByteOrderMark(result.Buffer.ToArray());
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(isTooLarge ? result.Buffer.End : result.Buffer.Start, result.Buffer.End);
        }

        throw new HubException(HubErrorCode.MessageTooLarge, $"The body is larger than {maxLength} bytes.");
    }

    public Task AnswerAsync(Action<Utf8JsonWriter> write, ETag? etag = null) => AnswerBytesAsync(
        output =>
        {
            using var writer = new Utf8JsonWriter(output, HubJson.WriterOptions);
            write(writer);
        },
        etag);

    public async Task AnswerBytesAsync(Action<IBufferWriter<byte>> write, ETag? etag = null)
    {
        var body = new ArrayBufferWriter<byte>(512);
        write(body);

        var response = Http.Response;
        if (etag is { } stamp)
        {
            response.Headers.ETag = ETagText.Format(stamp);
        }

        response.ContentType = WireNames.JsonContentType;
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, Aborted).ConfigureAwait(false);
    }

    public void AnswerNothing() => Http.Response.StatusCode = StatusCodes.Status204NoContent;

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] body) =>
        body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsMemory(Encoding.UTF8.Preamble.Length) : body;
}
