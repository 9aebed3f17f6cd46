using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

/// <summary>What came back.</summary>
internal sealed record RestAnswer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? ErrorName => Headers.GetValueOrDefault("iothub-errorcode");

    public static async Task<RestAnswer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new RestAnswer((int)response.StatusCode, body, headers);
    }

    /// <summary>An error in shape A whose header agrees with its body.</summary>
    public void ShouldBeError(int status, string name)
    {
        Status.ShouldBe(status, Body);
        ErrorName.ShouldBe(name);
        Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        Json.GetProperty("Message").GetString()!.ShouldStartWith($"ErrorCode:{name};");
        Json.GetProperty("ExceptionMessage").GetString()!.ShouldStartWith("Tracking ID:");
    }

    /// <summary>An error in shape B whose header agrees with its body; returns the inner object.</summary>
    public JsonElement ShouldBeMethodError(int status, int code, string name)
    {
        Status.ShouldBe(status, Body);
        ErrorName.ShouldBe(name);
        var inner = JsonDocument.Parse(Json.GetProperty("Message").GetString()!).RootElement;
        inner.GetProperty("errorCode").GetInt32().ShouldBe(code);
        return inner;
    }
}
