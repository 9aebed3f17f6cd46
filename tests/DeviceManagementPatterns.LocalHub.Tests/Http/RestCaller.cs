using System.Net.Http.Headers;
using System.Text;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

/// <summary>REST calls as an SDK makes them.</summary>
internal sealed class RestCaller(HttpClient client, int port, Func<string> token) : IDisposable
{
    private const string Version = "api-version=2021-04-12";

    public Task<RestAnswer> SendAsync(string method, string path, string? body = null, Action<HttpRequestHeaders>? change = null) =>
        SendContentAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), change);

    public async Task<RestAnswer> SendContentAsync(string method, string path, HttpContent? content, Action<HttpRequestHeaders>? change = null)
    {
        var separator = path.Contains('?') ? '&' : '?';
        using var request = new HttpRequestMessage(new HttpMethod(method), $"https://localhost:{port}{path}{separator}{Version}");
        request.Headers.TryAddWithoutValidation("Authorization", token());
        change?.Invoke(request.Headers);
        request.Content = content;
        return await SendAsync(request);
    }

    public async Task<RestAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await RestAnswer.ReadAsync(response);
    }

    public Task<RestAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<RestAnswer> PutAsync(string path, string body, string? ifMatch = null) => SendAsync("PUT", path, body, IfMatch(ifMatch));

    public Task<RestAnswer> PatchAsync(string path, string body, string? ifMatch = null) => SendAsync("PATCH", path, body, IfMatch(ifMatch));

    public Task<RestAnswer> PostAsync(string path, string body) => SendAsync("POST", path, body);

    public Task<RestAnswer> DeleteAsync(string path, string? ifMatch = null) => SendAsync("DELETE", path, null, IfMatch(ifMatch));

    public void Dispose() => client.Dispose();

    private static Action<HttpRequestHeaders> IfMatch(string? value) => headers =>
    {
        if (value is not null)
        {
            headers.TryAddWithoutValidation("If-Match", value);
        }
    };
}
