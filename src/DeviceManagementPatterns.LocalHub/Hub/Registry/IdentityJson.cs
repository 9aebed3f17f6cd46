using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>The identity's JSON of the registry calls (device and module alike).</summary>
internal static class IdentityJson
{
    /// <summary>Reads the body of <c>PUT /devices/{id}</c> or <c>PUT /devices/{id}/modules/{mid}</c>.</summary>
    /// <exception cref="HubException">The body is malformed, or names another identity than <paramref name="id"/>.</exception>
    public static IdentityDraft Read(HubIdentityId id, ReadOnlySpan<byte> utf8) => throw new NotSupportedException();

    public static void Write(Utf8JsonWriter writer, HubIdentity identity) => throw new NotSupportedException();
}
