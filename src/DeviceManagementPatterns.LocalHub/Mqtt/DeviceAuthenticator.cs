using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Checks what a device shows when it connects: a token signed with its own key or with a policy's.</summary>
internal sealed class DeviceAuthenticator(HubRuntime hub)
{
    /// <summary>Returns when the token ends.</summary>
    /// <exception cref="HubException">The device may not connect; the message says why, for the log, never for the wire.</exception>
    public DateTimeOffset Authenticate(HubIdentityId id, byte[]? password)
    {
        var identity = hub.FindIdentity(id);
        if (!SasToken.TryParse(password is null ? null : Encoding.UTF8.GetString(password), out var token))
        {
            throw Refused("the password is no token of the form 'SharedAccessSignature sr=…&sig=…&se=…'");
        }

        var keys = token.KeyName is null ? KeysOf(id, identity) : KeysOf(token.KeyName);
        var verdict = token.Verify(keys, hub.Time.GetUtcNow(), TimeSpan.Zero, host: null, ResourceOf(id));
        if (verdict != SasVerdict.Valid)
        {
            throw Refused(Explain(verdict));
        }

        return identity switch
        {
            null => throw Refused("it is not registered"),
            { IsEnabled: false } => throw Refused("it is disabled"),
            _ => token.Expires,
        };
    }

    private static string?[] KeysOf(HubIdentityId id, HubIdentity? identity) => identity switch
    {
        null => throw Refused($"'{id}' is not registered; ids are case-sensitive"),
        { Authentication.Type: HubAuthenticationType.Sas } => [identity.Authentication.PrimaryKey, identity.Authentication.SecondaryKey],
        _ => throw Refused("it has no keys: it is registered with a certificate"),
    };

    private static string ResourceOf(HubIdentityId id) =>
        id.IsModule ? $"devices/{id.DeviceId}/modules/{id.ModuleId}" : $"devices/{id.DeviceId}";

    private static string Explain(SasVerdict verdict) => verdict switch
    {
        SasVerdict.Expired => "the token has expired; a device's clock that is slow makes such tokens",
        SasVerdict.WrongResource => "the token was made for another device",
        _ => "the token was signed with another key",
    };

    private static HubException Refused(string reason) => new(HubErrorCode.IotHubUnauthorized, reason);

    private string?[] KeysOf(string policyName)
    {
        var policy = hub.Policies.Find(policyName) ?? throw Refused($"there is no policy '{policyName}'");
        return policy.Allows(HubPermissions.DeviceConnect)
            ? [policy.PrimaryKey, policy.SecondaryKey]
            : throw Refused($"the policy '{policyName}' has no permission DeviceConnect");
    }
}
