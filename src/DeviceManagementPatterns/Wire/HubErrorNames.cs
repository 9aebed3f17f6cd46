using System.Collections.Frozen;

namespace DeviceManagementPatterns.Wire;

/// <summary>
/// The hub's error numbers, the names that stand in the header <c>iothub-errorcode</c>, and the HTTP statuses they come with.
/// </summary>
internal static class HubErrorNames
{
    private static readonly FrozenDictionary<int, HubErrorCode> ByNumber =
        Enum.GetValues<HubErrorCode>().Where(IsHubs).ToFrozenDictionary(code => (int)code);

    private static readonly FrozenDictionary<string, HubErrorCode> ByName =
        ByNumber.Values.ToFrozenDictionary(code => code.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the hub gives this code, rather than this library.</summary>
    public static bool IsHubs(HubErrorCode code) => (int)code >= 400000;

    public static string NameOf(HubErrorCode code) => code.ToString();

    public static int HttpStatusOf(HubErrorCode code) =>
        IsHubs(code)
            ? (int)code / 1000
            : throw new ArgumentOutOfRangeException(nameof(code), code, "Only the hub's own codes have an HTTP status.");

    public static HubErrorCode? FromNumber(long number) =>
        number is > 0 and <= int.MaxValue && ByNumber.TryGetValue((int)number, out var code) ? code : null;

    public static HubErrorCode? FromName(string? name) => name is not null && ByName.TryGetValue(name.Trim(), out var code) ? code : null;

    /// <summary>The code that a status alone tells, as where a proxy answered; null where it tells too little.</summary>
    public static HubErrorCode? FromHttpStatus(int status) => status switch
    {
        400 => HubErrorCode.GenericBadRequest,
        401 => HubErrorCode.GenericUnauthorized,
        405 => HubErrorCode.GenericMethodNotAllowed,
        412 => HubErrorCode.PreconditionFailed,
        413 => HubErrorCode.MessageTooLarge,
        415 => HubErrorCode.GenericUnsupportedMediaType,
        429 => HubErrorCode.GenericTooManyRequests,
        500 => HubErrorCode.ServerError,
        502 => HubErrorCode.GenericBadGateway,
        503 => HubErrorCode.ServiceUnavailable,
        504 => HubErrorCode.GenericGatewayTimeout,
        _ => null,
    };
}
