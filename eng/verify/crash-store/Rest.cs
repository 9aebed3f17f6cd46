using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using CrashStore.Hubs;

namespace CrashStore;

/// <summary>The hub's REST interface, bare: one request, one answer, nothing is repeated.</summary>
internal sealed class Rest : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _root;
    private readonly string _token;

    public Rest(HubAccess hub)
    {
        Hub = hub;
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509Certificate2.CreateFromPem(File.ReadAllText(hub.CaFile)));
        var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust } };
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(100) };
        _root = string.Create(CultureInfo.InvariantCulture, $"https://{hub.HostName}:{hub.HttpsPort}");
        _token = TokenOf(hub);
    }

    public HubAccess Hub { get; }

    /// <returns>The answer's body; null for 404.</returns>
    public async Task<JsonElement?> SendAsync(string method, string path, string? body, CancellationToken stop, bool isUnconditional = true)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{_root}{path}?api-version=2021-04-12");
        request.Headers.TryAddWithoutValidation("Authorization", _token);
        if (isUnconditional)
        {
            request.Headers.TryAddWithoutValidation("If-Match", "\"*\"");
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request, stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{method} {path} was answered with {(int)answer.StatusCode}: {text}");
        }

        return text.Length == 0 ? default(JsonElement) : JsonDocument.Parse(text).RootElement;
    }

    public Task<JsonElement?> GetAsync(string path) => SendAsync("GET", path, null, CancellationToken.None, isUnconditional: false);

    /// <summary>Makes a device, and gives its key.</summary>
    public async Task<string> CreateDeviceAsync(string id, CancellationToken stop)
    {
        var made = await SendAsync("PUT", $"/devices/{id}", $$"""{"deviceId":"{{id}}"}""", stop, isUnconditional: false);
        return KeyOf(made!.Value);
    }

    /// <summary>The key of a device, which is made where it is missing.</summary>
    public async Task<string> EnsureDeviceAsync(string id, CancellationToken stop) =>
        await GetAsync($"/devices/{id}") is { } found ? KeyOf(found) : await CreateDeviceAsync(id, stop);

    public static string KeyOf(JsonElement identity) =>
        identity.GetProperty("authentication").GetProperty("symmetricKey").GetProperty("primaryKey").GetString()!;

    public void Dispose() => _http.Dispose();

    private static string TokenOf(HubAccess hub)
    {
        var expiry = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Convert.FromBase64String(hub.Key), Encoding.UTF8.GetBytes($"{hub.HostName}\n{expiry}"));
        return $"SharedAccessSignature sr={hub.HostName}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={expiry}&skn={hub.PolicyName}";
    }
}
