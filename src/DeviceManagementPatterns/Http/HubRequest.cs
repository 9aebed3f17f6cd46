namespace DeviceManagementPatterns.Http;

/// <summary>One call of the service's REST interface.</summary>
/// <param name="Action">What it does, for messages: <c>Reading the twin of 'd1'</c>.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its query.</param>
internal sealed record HubRequest(string Action, HttpMethod Method, string Path)
{
    public byte[]? Body { get; init; }

    /// <summary>The stamp that is sent with it; null sends none.</summary>
    public ETag? IfMatch { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether doing it twice is the same as doing it once: reads, and writes that only fit one stored state.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Whether a device acts on it.</summary>
    public bool MakesDeviceAct { get; init; }

    /// <summary>How long one attempt may take; null takes the option.</summary>
    public TimeSpan? Timeout { get; init; }

    public static HubRequest Read(string action, string path) => new(action, HttpMethod.Get, path) { IsRepeatable = true };

    public static HubRequest Write(string action, HttpMethod method, string path, byte[]? body, ETag? ifMatch) => new(action, method, path)
    {
        Body = body,
        IfMatch = ifMatch,
        IsRepeatable = ifMatch is { } etag && etag.ToString() != ETag.Any.Value,
    };
}
