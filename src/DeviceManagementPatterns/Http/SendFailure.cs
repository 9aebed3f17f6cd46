namespace DeviceManagementPatterns.Http;

/// <summary>Turns what <see cref="HttpClient"/> throws into what callers see, and tells whether anything was sent.</summary>
internal static class SendFailure
{
    public static HubAttempt Timeout(HubRequest request, TimeSpan limit, Exception cause)
    {
        var advice = request.MakesDeviceAct ? " The device may have acted: look the operation up before calling again." : "";
        var message = $"{request.Action}: no answer within {limit.TotalSeconds:0.#} s.{advice}";
        var error = new HubException(HubErrorCode.Timeout, message, cause) { IsOutcomeUnknown = request.MakesDeviceAct };
        return new HubAttempt { Error = error };
    }

    public static HubAttempt Broken(HubRequest request, Exception cause)
    {
        var isUnsent = cause is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
        var told = Told(cause);
        var arrival = isUnsent ? "Nothing was sent." : "The connection broke after the request was sent; it may have been carried out.";
        var error = new HubException(
            told?.Code ?? HubErrorCode.Network,
            $"{request.Action} failed: {told?.Message ?? $"{cause.GetBaseException().Message.TrimEnd('.')}."} {arrival}",
            cause)
        {
            IsOutcomeUnknown = request.MakesDeviceAct && !isUnsent,
        };
        return new HubAttempt { Error = error, IsUnsent = isUnsent };
    }

    /// <summary>The dialler's or the certificate check's own words, which HttpClient has wrapped.</summary>
    private static HubException? Told(Exception? cause)
    {
        while (cause is not (null or HubException))
        {
            cause = cause.InnerException;
        }

        return cause as HubException;
    }
}
