using System.Text;
using DeviceManagementPatterns.LocalHub.Certificates;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>
/// Checks what a device shows when it connects: a token signed with its own key or with a policy's, or a certificate. It uses what it is
/// registered with, and never both.
/// </summary>
internal sealed class DeviceAuthenticator(HubRuntime hub, CertificateCheck certificates, TimeSpan tokenGrace)
{
    private const string NoToken = "the password is no token of the form 'SharedAccessSignature sr=…&sig=…&se=…'";

    /// <summary>Returns when the link must end; a certificate sets no end.</summary>
    /// <exception cref="HubException">The device may not connect; the message says why, for the log, never for the wire.</exception>
    public DateTimeOffset Authenticate(HubIdentityId id, byte[]? password, ShownCertificate? shown)
    {
        var identity = hub.FindIdentity(id);
        var ends = (password, shown) switch
        {
            ({ Length: > 0 }, not null) => throw Refused($"it showed a certificate ({shown}) and a password: a device uses one of them, never both"),
            ({ Length: > 0 }, null) => CheckToken(id, identity, password),
            (_, not null) => CheckCertificate(id, identity, shown),
            _ => throw Refused(identity is null or { Authentication.Type: HubAuthenticationType.Sas }
                ? NoToken
                : "it showed no certificate in the TLS handshake, and no other credential lets it in"),
        };
        return identity switch
        {
            null => throw Unknown(id),
            { IsEnabled: false } => throw Refused("it is disabled"),
            _ => ends,
        };
    }

    private DateTimeOffset CheckCertificate(HubIdentityId id, HubIdentity? identity, ShownCertificate shown) =>
        certificates.FaultOf(identity ?? throw Unknown(id), shown) is { } fault ? throw Refused(fault) : DateTimeOffset.MaxValue;

    private DateTimeOffset CheckToken(HubIdentityId id, HubIdentity? identity, byte[] password)
    {
        if (identity is { Authentication.Type: not HubAuthenticationType.Sas })
        {
            throw Refused($"a token does not let it in: it is registered with authentication type {IdentityWords.Of(identity.Authentication.Type)}");
        }

        if (!SasToken.TryParse(Encoding.UTF8.GetString(password), out var token))
        {
            throw Refused(NoToken);
        }

        var keys = token.KeyName is null ? KeysOf(identity ?? throw Unknown(id)) : KeysOf(token.KeyName);
        var verdict = token.Verify(keys, hub.Time.GetUtcNow(), TimeSpan.Zero, host: null, ResourceOf(id));
        return verdict == SasVerdict.Valid ? token.Expires + tokenGrace : throw Refused(Explain(verdict));
    }

    private static string?[] KeysOf(HubIdentity identity) => [identity.Authentication.PrimaryKey, identity.Authentication.SecondaryKey];

    private static string ResourceOf(HubIdentityId id) =>
        id.IsModule ? $"devices/{id.DeviceId}/modules/{id.ModuleId}" : $"devices/{id.DeviceId}";

    private static string Explain(SasVerdict verdict) => verdict switch
    {
        SasVerdict.Expired => "the token has expired; a device's clock that is slow makes such tokens",
        SasVerdict.WrongResource => "the token was made for another device",
        _ => "the token was signed with another key",
    };

    private static HubException Unknown(HubIdentityId id) => Refused($"'{id}' is not registered; ids are case-sensitive");

    private static HubException Refused(string reason) => new(HubErrorCode.IotHubUnauthorized, reason);

    private string?[] KeysOf(string policyName)
    {
        var policy = hub.Policies.Find(policyName) ?? throw Refused($"there is no policy '{policyName}'");
        return policy.Allows(HubPermissions.DeviceConnect)
            ? [policy.PrimaryKey, policy.SecondaryKey]
            : throw Refused($"the policy '{policyName}' has no permission DeviceConnect");
    }
}
