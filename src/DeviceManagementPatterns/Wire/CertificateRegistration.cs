using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DeviceManagementPatterns.Wire;

/// <summary>
/// How a device proves itself other than by keys, as the registry's endpoint writes it: by the thumbprint of its certificate, by who has
/// signed it, or not at all.
/// </summary>
internal sealed record CertificateRegistration(string Type, string? PrimaryThumbprint = null, string? SecondaryThumbprint = null)
{
    private const string KeysType = "sas";
    private const string SelfSignedType = "selfSigned";
    private const string AuthorityType = "certificateAuthority";

    /// <summary>Its certificate is signed by an authority that the hub knows, and names the device.</summary>
    public static CertificateRegistration Authority { get; } = new(AuthorityType);

    public bool UsesKeys => Type.Equals(KeysType, StringComparison.OrdinalIgnoreCase);

    /// <summary>False for the type <c>none</c>: then nothing lets the device in.</summary>
    public bool HasCertificate => Type is SelfSignedType or AuthorityType;

    /// <param name="primary">Hex of SHA-1 or SHA-256, without separators.</param>
    /// <param name="secondary">That of a second certificate, so that certificates can be changed without a gap.</param>
    public static CertificateRegistration SelfSigned(string primary, string? secondary = null) => new(SelfSignedType, primary, secondary);

    /// <summary>Reads it off a device; one that says nothing has keys.</summary>
    public static bool TryRead(JsonElement device, [NotNullWhen(true)] out CertificateRegistration? registration)
    {
        _ = device.TryGetObject("authentication", out var authentication);
        _ = authentication.TryGetObject("x509Thumbprint", out var thumbprints);
        registration = new CertificateRegistration(
            authentication.TryGetText("type", out var type) ? type : KeysType,
            thumbprints.TryGetText("primaryThumbprint", out var primary) ? primary : null,
            thumbprints.TryGetText("secondaryThumbprint", out var secondary) ? secondary : null);
        return device.ValueKind == JsonValueKind.Object;
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("authentication");
        writer.WriteStartObject("x509Thumbprint");
        writer.WriteString("primaryThumbprint", PrimaryThumbprint);
        writer.WriteString("secondaryThumbprint", SecondaryThumbprint);
        writer.WriteEndObject();
        writer.WriteString("type", Type);
        writer.WriteEndObject();
    }
}
