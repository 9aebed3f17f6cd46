using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>
/// Where the next page begins. Everything is in the token and nothing in the hub: behind which place to go on, how many rows were
/// handed out, and a fingerprint of the query and page size, without which it is refused.
/// </summary>
internal sealed record ContinuationToken(int Delivered, string? Position)
{
    private const byte Version = 1;
    private const int FingerprintLength = 8;
    private const int DeliveredStart = 1 + FingerprintLength;
    private const int PositionStart = DeliveredStart + sizeof(int);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ContinuationToken First { get; } = new(0, null);

    public string Encode(string query, int pageSize)
    {
        var bytes = new byte[PositionStart + Utf8.GetByteCount(Position ?? "")];
        bytes[0] = Version;
        Fingerprint(query, pageSize).CopyTo(bytes.AsSpan(1));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(DeliveredStart), Delivered);
        Utf8.GetBytes(Position ?? "", bytes.AsSpan(PositionStart));
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="HubException">The token is none of this hub's, or was given for another query or page size.</exception>
    public static ContinuationToken Decode(string token, string query, int pageSize)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(token);
            if (bytes.Length >= PositionStart && bytes[0] == Version
                && bytes.AsSpan(1, FingerprintLength).SequenceEqual(Fingerprint(query, pageSize))
                && BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(DeliveredStart)) is var delivered and >= 0)
            {
                return new ContinuationToken(delivered, Utf8.GetString(bytes.AsSpan(PositionStart)));
            }
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            throw Refused(exception);
        }

        throw Refused(null);
    }

    public static HubException Refused(Exception? cause) => new(
        HubErrorCode.ArgumentInvalid,
        "The continuation token does not belong to this query and page size. Send it with the query and page size that it was given for.",
        cause);

    private static byte[] Fingerprint(string query, int pageSize) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{pageSize}\n{query}"))[..FingerprintLength];
}
