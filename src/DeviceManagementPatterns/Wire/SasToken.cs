using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DeviceManagementPatterns.Wire;

/// <summary>
/// A shared access signature: a resource and an expiry, signed with a key. The resource is kept as it stood in the text, because that
/// is what was signed and every SDK encodes differently (Azure IoT Hub, "Control access with shared access signatures").
/// </summary>
internal sealed record SasToken
{
    private const string Prefix = "SharedAccessSignature ";

    private readonly byte[] _signature;

    private SasToken(string rawResource, byte[] signature, string rawExpiry, long expirySeconds, string? keyName)
    {
        (RawResource, _signature, RawExpiry, KeyName) = (rawResource, signature, rawExpiry, keyName);
        Expires = DateTimeOffset.FromUnixTimeSeconds(expirySeconds);
    }

    /// <summary>The resource as it stands in the text, percent-encoded.</summary>
    public string RawResource { get; }

    public DateTimeOffset Expires { get; }

    /// <summary>The policy whose key signed; null where the identity's own key did.</summary>
    public string? KeyName { get; }

    private string RawExpiry { get; }

    /// <summary>Makes the text of a token.</summary>
    /// <param name="resource">The host name, for one identity followed by <c>/devices/{id}</c>; not encoded.</param>
    /// <param name="key">The key, base64.</param>
    /// <param name="expires">When it stops being valid, to the second.</param>
    /// <param name="keyName">The policy, where its key signs.</param>
    public static string Make(string resource, string key, DateTimeOffset expires, string? keyName = null)
    {
        var sr = Uri.EscapeDataString(resource);
        var se = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var sig = Uri.EscapeDataString(Convert.ToBase64String(Sign(sr, se, key)));
        var skn = keyName is null ? "" : $"&skn={Uri.EscapeDataString(keyName)}";
        return $"{Prefix}sr={sr}&sig={sig}&se={se}{skn}";
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out SasToken? token)
    {
        token = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        string? sr = null, sig = null, se = null, skn = null;
        foreach (var field in text[Prefix.Length..].Split('&'))
        {
            var equals = field.IndexOf('=');
            var name = equals < 0 ? field : field[..equals];
            var value = equals < 0 ? "" : field[(equals + 1)..];
            if (!(name switch
            {
                "sr" => TrySet(ref sr, value),
                "sig" => TrySet(ref sig, value),
                "se" => TrySet(ref se, value),
                "skn" => TrySet(ref skn, value),
                _ => true,
            }))
            {
                return false;
            }
        }

        if (string.IsNullOrEmpty(sr) || sig is null || !TryReadExpiry(se, out var seconds) || !TryReadSignature(sig, out var signature))
        {
            return false;
        }

        token = new SasToken(sr, signature, se!, seconds, string.IsNullOrEmpty(skn) ? null : Uri.UnescapeDataString(skn));
        return true;
    }

    /// <summary>The hub's whole check.</summary>
    /// <param name="keys">The keys that may have signed, base64; which ones, <see cref="KeyName"/> tells.</param>
    /// <param name="now">The hub's clock.</param>
    /// <param name="skew">How far the two clocks may differ.</param>
    /// <param name="host">The hub's name, or null where the token may name any, as behind a gateway.</param>
    /// <param name="path">The resource that is used, without the host: <c>devices/{id}</c>, or empty for the hub itself.</param>
    public SasVerdict Verify(IEnumerable<string?> keys, DateTimeOffset now, TimeSpan skew, string? host, string path)
    {
        var isSigned = false;
        foreach (var key in keys)
        {
            isSigned |= IsSignedWith(key);
        }

        return this switch
        {
            _ when !isSigned => SasVerdict.WrongSignature,
            _ when Expires + skew < now => SasVerdict.Expired,
            _ when !Covers(host, path) => SasVerdict.WrongResource,
            _ => SasVerdict.Valid,
        };
    }

    public bool IsSignedWith(string? key)
    {
        var buffer = new byte[key?.Length ?? 0];
        return Convert.TryFromBase64String(key ?? "", buffer, out var length)
            && length > 0
            && CryptographicOperations.FixedTimeEquals(Sign(RawResource, RawExpiry, buffer.AsSpan(0, length)), _signature);
    }

    /// <summary>
    /// Whether the signed resource is the one used or a parent of it, by segments. C# encodes device ids twice, so both readings count.
    /// </summary>
    public bool Covers(string? host, string path)
    {
        var once = Uri.UnescapeDataString(RawResource);
        return Covers(once, host, path) || Covers(Uri.UnescapeDataString(once), host, path);
    }

    public override string ToString() => $"token of {KeyName ?? "the identity's key"} for {RawResource} until {Expires:O}";

    private static bool Covers(string resource, string? host, string path)
    {
        var signed = resource.TrimEnd('/').Split('/');
        var used = path.Length == 0 ? [] : path.Trim('/').Split('/');
        return (host is null || string.Equals(HubEndpoint.HostOf(signed[0]), HubEndpoint.HostOf(host), StringComparison.OrdinalIgnoreCase))
            && signed.Length - 1 <= used.Length
            && signed.AsSpan(1).SequenceEqual(used.AsSpan(0, signed.Length - 1));
    }

    private static byte[] Sign(string sr, string se, string key) => Sign(sr, se, Convert.FromBase64String(key));

    private static byte[] Sign(string sr, string se, ReadOnlySpan<byte> key) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{sr}\n{se}"));

    private static bool TrySet(ref string? field, string value)
    {
        var isFirst = field is null;
        field ??= value;
        return isFirst;
    }

    private static bool TryReadExpiry(string? text, out long seconds) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() - 86400;

    private static bool TryReadSignature(string text, out byte[] signature)
    {
        var base64 = Uri.UnescapeDataString(text);
        var buffer = new byte[base64.Length];
        var isBase64 = Convert.TryFromBase64String(base64, buffer, out var length);
        signature = buffer[..length];
        return isBase64 && length == HMACSHA256.HashSizeInBytes;
    }
}
