using System.Globalization;
using DeviceManagementPatterns.Wire;
using Microsoft.AspNetCore.Http;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Writes error answers: the status, the body in its shape, and the header that must agree with it.</summary>
internal static class RestErrors
{
    private const int GatewayNumber = 0;
    private const string NotFoundName = "GenericNotFound";

    public static Task WriteAsync(HttpContext http, HubException e, ErrorShape shape, TimeProvider time, TimeSpan? timeout = null)
    {
        var code = e.Code is { } known && HubErrorNames.IsHubs(known) ? known : HubErrorCode.ServerError;
        var now = time.GetUtcNow();
        var trackingId = NewTrackingId(now);
        var body = shape == ErrorShape.A
            ? HubErrorBody.ShapeA(code, e.Message, trackingId)
            : HubErrorBody.ShapeB(code, e.Message, trackingId, now, timeout);
        if (e.RetryAfter is { } retryAfter)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(http, HubErrorNames.HttpStatusOf(code), HubErrorNames.NameOf(code), body);
    }

    /// <summary>No route matches: IoT Hub has no number for it.</summary>
    public static Task WriteNotFoundAsync(HttpContext http, TimeProvider time)
    {
        var message = $"ErrorCode:{NotFoundName};There is nothing at '{LogText.Of(http.Request.Path)}' in this hub.";
        var body = WireJson.Object(writer =>
        {
            writer.WriteString("Message", message);
            writer.WriteString("ExceptionMessage", $"Tracking ID:{NewTrackingId(time.GetUtcNow())}");
        });
        return WriteAsync(http, StatusCodes.Status404NotFound, NotFoundName, body);
    }

    private static string NewTrackingId(DateTimeOffset now) => TrackingId.Format(Guid.NewGuid(), GatewayNumber, now);

    private static async Task WriteAsync(HttpContext http, int status, string name, ReadOnlyMemory<byte> body)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.Headers[WireNames.ErrorCodeHeader] = name;
        response.ContentType = WireNames.JsonContentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
