using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>
/// Azure IoT Explorer escapes a whole path, slashes included: <c>/devices%2Fquery</c>. No id holds a slash, so an escaped one
/// separates like any other. It is looked for in what was sent: a path that is decoded already may hold <c>%2F</c> as three signs of an id.
/// </summary>
internal static class EscapedSlashes
{
    private const string Slash = "%2F";

    public static Task ResolveAsync(HttpContext http, RequestDelegate next)
    {
        var sent = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
        if (sent.StartsWith('/') && sent.Contains(Slash, StringComparison.OrdinalIgnoreCase))
        {
            var path = sent.Replace(Slash, "/", StringComparison.OrdinalIgnoreCase);
            http.Request.Path = new PathString(Uri.UnescapeDataString(path));
        }

        return next(http);
    }
}
