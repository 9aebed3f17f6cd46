using System.Globalization;
using System.Text;

namespace DeviceManagementPatterns.Wire;

/// <summary>Turns a refusal from the wire into the exception that callers see.</summary>
internal static class HubErrors
{
    private const int ExcerptLength = 200;

    /// <summary>From an HTTP answer. The body's code counts, then the header's, then what the status tells.</summary>
    /// <param name="action">What was asked for, such as <c>Reading the twin of 'd1'</c>.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="errorCodeHeader">The header <c>iothub-errorcode</c>, or null.</param>
    /// <param name="body">The body.</param>
    /// <param name="retryAfter">What the hub asked to wait.</param>
    /// <param name="mayHaveActed">Whether the request, had it got through, would have made a device act.</param>
    public static HubException FromHttp(
        string action,
        int status,
        string? errorCodeHeader,
        ReadOnlyMemory<byte> body,
        TimeSpan? retryAfter = null,
        bool mayHaveActed = false)
    {
        var error = HubErrorBody.Parse(body);
        var code = error.Code ?? HubErrorNames.FromName(errorCodeHeader) ?? HubErrorNames.FromHttpStatus(status);
        var name = code?.ToString() ?? errorCodeHeader ?? error.Number?.ToString(CultureInfo.InvariantCulture);
        return new HubException(code, MessageOf(action, status, code, name, error, body))
        {
            TrackingId = error.TrackingId,
            RetryAfter = retryAfter,
            IsOutcomeUnknown = mayHaveActed && (status >= 500 || code == HubErrorCode.DeviceConnectionClosedRemotely),
        };
    }

    /// <summary>From the answer on a twin topic, whose status tells the same as HTTP's.</summary>
    public static HubException FromTwinAnswer(string action, int status, ReadOnlyMemory<byte> body) => FromHttp(action, status, null, body);

    /// <summary>The first characters of a body, on one line, for a message.</summary>
    public static string Excerpt(ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 4 * ExcerptLength)]);
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var clean = new string([.. line.Where(c => !char.IsControl(c)).Take(ExcerptLength + 1)]);
        return clean.Length > ExcerptLength ? clean[..ExcerptLength] + "…" : clean;
    }

    private static string MessageOf(string action, int status, HubErrorCode? code, string? name, HubError error, ReadOnlyMemory<byte> body)
    {
        var message = new StringBuilder($"{action} failed: {status}");
        if (name is not null)
        {
            message.Append(' ').Append(name);
        }

        var said = error.Message ?? Excerpt(body);
        message.Append(said.Length > 0 ? $": {said.TrimEnd('.')}." : ".");
        if (HubErrorAdvice.For(code) is { } advice)
        {
            message.Append(' ').Append(advice);
        }

        if (error.TrackingId is not null)
        {
            message.Append(" Tracking id ").Append(error.TrackingId).Append('.');
        }

        return message.ToString();
    }
}
