using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text.Json;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Http;

/// <summary>What the hub answered, read to its end.</summary>
internal sealed record HubReply(int Status, ReadOnlyMemory<byte> Body, HttpResponseHeaders Headers)
{
    public delegate bool TryReadJson<T>(JsonElement json, [NotNullWhen(true)] out T? value)
        where T : class;

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>The body as what was asked for.</summary>
    /// <exception cref="HubException">It is something else, such as a proxy's page.</exception>
    public T Read<T>(HubRequest request, TryReadJson<T> tryRead)
        where T : class
    {
        if (!Json.TryParse(Body, out var json))
        {
            var code = request.MakesDeviceAct ? HubErrorCode.InvalidResponseWhileProxying : HubErrorCode.UnexpectedAnswer;
            throw Unexpected(request, code, "is not JSON");
        }

        return tryRead(json, out var value)
            ? value
            : throw Unexpected(request, HubErrorCode.UnexpectedAnswer, "is not what the hub's interface describes");
    }

    private HubException Unexpected(HubRequest request, HubErrorCode code, string fault) =>
        new(
            code,
            $"{request.Action}: the answer ({Status}) {fault}: '{HubErrors.Excerpt(Body)}'. "
            + "Check that HostName is a hub's and that no proxy answers for it.")
        {
            IsOutcomeUnknown = request.MakesDeviceAct,
        };
}
