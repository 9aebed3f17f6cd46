using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.Wire;
using Microsoft.AspNetCore.Http;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Checks a back end's token: signed with a policy's key, not expired, made for this resource, and allowed to do this.</summary>
internal sealed class ServiceAuthorizer(HubRuntime hub)
{
    /// <summary>Azure IoT Explorer signs all of its calls for this resource, and the real hub lets it in.</summary>
    private const string QueryPath = "devices/query";

    /// <param name="request">The request with its Authorization header.</param>
    /// <param name="anyOf">One of these must be allowed.</param>
    /// <exception cref="HubException">401; never 403, which IoT Hub keeps for quotas and tiers.</exception>
    public void Demand(HttpRequest request, IReadOnlyList<HubPermissions> anyOf)
    {
        string? header = request.Headers.Authorization;
        if (!SasToken.TryParse(header, out var token))
        {
            throw Refused(Explain(header));
        }

        var policy = token.KeyName is null ? null : hub.Policies.Find(token.KeyName);
        if (policy is null)
        {
            throw Refused(token.KeyName is null
                ? "The token names no policy (skn): a back end signs with a policy's key, not with a device's."
                : $"There is no policy '{LogText.Of(token.KeyName)}'.");
        }

        var path = request.Path.Value?.Trim('/') ?? "";
        switch (token.Verify([policy.PrimaryKey, policy.SecondaryKey], hub.Time.GetUtcNow(), TimeSpan.Zero, host: null, path))
        {
            case SasVerdict.WrongResource when token.Covers(host: null, QueryPath):
                break;
            case SasVerdict.Expired:
                throw Refused("The token has expired; a clock that is slow makes such tokens.");
            case SasVerdict.WrongResource:
                throw Refused($"The token was made for another resource than '/{LogText.Of(path)}'.");
            case SasVerdict.WrongSignature:
                throw Refused($"The token was not signed with a key of the policy '{policy.Name}'.");
        }

        if (!anyOf.Any(policy.Allows))
        {
            throw Refused($"The policy '{policy.Name}' does not allow access: the call needs {string.Join(" or ", anyOf.Select(NamesOf))}.");
        }
    }

    private static string NamesOf(HubPermissions all) => all.ToString().Replace(", ", " with ", StringComparison.Ordinal);

    private static string Explain(string? header) => header switch
    {
        null or "" => "The request has no Authorization header with a token 'SharedAccessSignature sr=…&sig=…&se=…&skn=…'.",
        _ when header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) =>
            "LocalHub does not know Entra ID: use a connection string of the hub.",
        _ => "The Authorization header is no token of the form 'SharedAccessSignature sr=…&sig=…&se=…&skn=…'.",
    };

    private static HubException Refused(string message) => new(HubErrorCode.IotHubUnauthorizedAccess, message);
}
