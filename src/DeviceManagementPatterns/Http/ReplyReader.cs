using System.Buffers;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Http;

/// <summary>Reads a response to its end, within limits.</summary>
internal static class ReplyReader
{
    /// <summary>A page of 100 twins at their limits, metadata included, stays below this.</summary>
    public const int MaxBodyBytes = 64 * 1024 * 1024;

    private const int MaxErrorBytes = 64 * 1024;

    public static async Task<HubAttempt> ReadAsync(
        HubRequest request, HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var limit = response.IsSuccessStatusCode ? MaxBodyBytes : MaxErrorBytes;
        var body = new ArrayBufferWriter<byte>();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var read = 1;
        while (read > 0 && body.WrittenCount < limit)
        {
            read = await stream.ReadAsync(body.GetMemory(4096), cancellationToken).ConfigureAwait(false);
            body.Advance(read);
        }

        var status = (int)response.StatusCode;
        var reply = new HubReply(status, body.WrittenMemory, response.Headers);
        if (!response.IsSuccessStatusCode)
        {
            return new HubAttempt { Error = Refusal(request, reply, response, time) };
        }

        return body.WrittenCount < limit ? new HubAttempt { Reply = reply } : new HubAttempt { Error = TooLarge(request) };
    }

    private static HubException Refusal(
        HubRequest request, HubReply reply, HttpResponseMessage response, TimeProvider time) => HubErrors.FromHttp(
        request.Action,
        reply.Status,
        reply.Header(WireNames.ErrorCodeHeader),
        reply.Body,
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
            _ => null,
        },
        request.MakesDeviceAct);

    private static HubException TooLarge(HubRequest request) =>
        new(
            HubErrorCode.UnexpectedAnswer,
            $"{request.Action}: the answer is larger than {MaxBodyBytes / 1024 / 1024} MB. Ask for fewer rows a page.")
        {
            IsOutcomeUnknown = request.MakesDeviceAct,
        };
}
