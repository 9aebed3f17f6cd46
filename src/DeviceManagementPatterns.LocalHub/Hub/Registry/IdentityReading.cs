using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>Reads what a back end may set of an identity; the hub's own members, which clients send along, are passed over.</summary>
internal static class IdentityReading
{
    public static IdentityDraft ReadDraft(JsonElement body)
    {
        var authentication = body.Object("authentication");
        var keys = authentication?.Object("symmetricKey");
        var thumbprints = authentication?.Object("x509Thumbprint");
        return new IdentityDraft
        {
            AuthenticationType = authentication?.Text("type") is { } type ? IdentityWords.ReadAuthenticationType(type) : null,
            PrimaryKey = keys?.Text("primaryKey"),
            SecondaryKey = keys?.Text("secondaryKey"),
            PrimaryThumbprint = thumbprints?.Text("primaryThumbprint"),
            SecondaryThumbprint = thumbprints?.Text("secondaryThumbprint"),
            IsEnabled = body.Text("status") is not { } status || IdentityWords.ReadStatus(status),
            StatusReason = body.Text("statusReason"),
            IsEdge = body.Object("capabilities")?.Flag("iotEdge") ?? false,
            DeviceScope = body.Text("deviceScope"),
            ParentScopes = body.Texts("parentScopes"),
            ManagedBy = body.Text("managedBy"),
        };
    }
}
