using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Mqtt;

/// <summary>What a device shows at each connection.</summary>
internal sealed class DeviceCredential(DeviceConnectionString connection, TimeSpan lifetime, TimeProvider time)
{
    /// <summary>A new token, and when to come back with another; a certificate has no token, and what cannot be renewed no time.</summary>
    public (string? Token, DateTimeOffset? RenewAt, DateTimeOffset? Expires) Make()
    {
        if (connection.SharedAccessKey is not { } key)
        {
            return (connection.SharedAccessSignature, null, null);
        }

        var now = time.GetUtcNow();
        var expires = now + lifetime;
        return (SasToken.Make(connection.SasResource, key, expires, connection.SharedAccessKeyName), now + (lifetime * 0.8), expires);
    }
}
