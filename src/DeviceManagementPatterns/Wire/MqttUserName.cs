using System.Diagnostics.CodeAnalysis;

namespace DeviceManagementPatterns.Wire;

/// <summary>
/// The user name of an MQTT CONNECT: <c>{host}/{device}[/{module}]/?api-version=…&amp;DeviceClientType=…</c>; older clients leave out
/// the question mark or everything behind the identity.
/// </summary>
internal sealed record MqttUserName(string HostName, string DeviceId, string? ModuleId = null)
{
    private const string ApiVersionName = "api-version";
    private const string ClientTypeName = "DeviceClientType";
    private const string ModelIdName = "model-id";
    private const string AuthChainName = "auth-chain";
    private const string OldestApiVersion = "2016-11-14";

    public string? ApiVersion { get; init; }

    public string? DeviceClientType { get; init; }

    public string? ModelId { get; init; }

    public string? AuthChain { get; init; }

    /// <summary>Whether the hub speaks this version: any from 2016-11-14 on, and none given.</summary>
    public bool IsApiVersionKnown => string.IsNullOrEmpty(ApiVersion)
        || (ApiVersion.Length >= OldestApiVersion.Length
            && DateOnly.TryParseExact(ApiVersion.AsSpan(0, OldestApiVersion.Length), "yyyy-MM-dd", out _)
            && string.CompareOrdinal(ApiVersion, OldestApiVersion) >= 0);

    /// <summary>What the MQTT client id must be.</summary>
    public string ClientId => ModuleId is null ? DeviceId : $"{DeviceId}/{ModuleId}";

    public static bool TryParse(string? text, [NotNullWhen(true)] out MqttUserName? userName)
    {
        userName = null;
        var parts = (text ?? "").Split('/', 3);
        if (parts is not [{ Length: > 0 } host, { Length: > 0 } device, ..])
        {
            return false;
        }

        var rest = parts.Length == 3 ? parts[2] : "";
        var (module, query) = IsQuery(rest) || rest.Length == 0 ? (null, rest) : SplitModule(rest);
        if (!EntityId.IsValid(device) || (module is not null && !EntityId.IsValid(module)) || (query.Length > 0 && !IsQuery(query)))
        {
            return false;
        }

        var fields = ReadQuery(query);
        userName = new MqttUserName(host, device, module)
        {
            ApiVersion = fields.GetValueOrDefault(ApiVersionName),
            DeviceClientType = fields.GetValueOrDefault(ClientTypeName),
            ModelId = fields.GetValueOrDefault(ModelIdName),
            AuthChain = fields.GetValueOrDefault(AuthChainName),
        };
        return true;
    }

    public string Format()
    {
        (string Name, string? Value)[] fields =
            [(ApiVersionName, ApiVersion), (ClientTypeName, DeviceClientType), (ModelIdName, ModelId), (AuthChainName, AuthChain)];
        var given = fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}");
        var query = string.Join('&', given);
        return $"{HostName}/{ClientId}/{(query.Length == 0 ? "" : "?")}{query}";
    }

    public override string ToString() => Format();

    private static (string Module, string Query) SplitModule(string rest) =>
        rest.IndexOf('/') is var slash and >= 0 ? (rest[..slash], rest[(slash + 1)..]) : (rest, "");

    /// <summary>The first versions of the SDKs wrote no question mark, and either of these first.</summary>
    private static bool IsQuery(string text) =>
        text.StartsWith('?')
        || text.StartsWith(ApiVersionName + "=", StringComparison.Ordinal)
        || text.StartsWith(ClientTypeName + "=", StringComparison.Ordinal);

    private static Dictionary<string, string> ReadQuery(string query)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=');
            fields.TryAdd(equals < 0 ? pair : pair[..equals], equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]));
        }

        return fields;
    }
}
