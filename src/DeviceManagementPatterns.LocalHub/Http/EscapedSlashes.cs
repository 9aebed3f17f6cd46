using Microsoft.AspNetCore.Http;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>
/// Azure IoT Explorer escapes a whole path, slashes included: <c>/devices%2Fquery</c>. No id holds a slash, so an escaped one
/// separates like any other.
/// </summary>
internal static class EscapedSlashes
{
    public static Task ResolveAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.Value is { } path && path.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            http.Request.Path = new PathString(path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        }

        return next(http);
    }
}
