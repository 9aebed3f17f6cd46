namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>Makes an identity's credentials from what a back end asks for: the hub fills in keys and refuses what does not fit together.</summary>
internal static class AuthenticationRules
{
    public static HubAuthentication Resolve(IdentityDraft draft, Func<int, byte[]> randomBytes)
    {
        var primary = Thumbprints.Check("primaryThumbprint", draft.PrimaryThumbprint);
        var secondary = Thumbprints.Check("secondaryThumbprint", draft.SecondaryThumbprint);
        var hasThumbprint = (primary ?? secondary) is not null;
        var type = draft.AuthenticationType ?? (hasThumbprint ? HubAuthenticationType.SelfSigned : HubAuthenticationType.Sas);
        return type switch
        {
            HubAuthenticationType.Sas => WithKeys(draft, randomBytes),
            HubAuthenticationType.SelfSigned when !hasThumbprint => throw new HubException(
                HubErrorCode.ArgumentInvalid,
                "authentication.type selfSigned needs a primaryThumbprint or a secondaryThumbprint."),
            HubAuthenticationType.SelfSigned => new HubAuthentication { Type = type, PrimaryThumbprint = primary, SecondaryThumbprint = secondary },
            _ => new HubAuthentication { Type = type },
        };
    }

    private static HubAuthentication WithKeys(IdentityDraft draft, Func<int, byte[]> randomBytes)
    {
        var (hasPrimary, hasSecondary) = (!string.IsNullOrEmpty(draft.PrimaryKey), !string.IsNullOrEmpty(draft.SecondaryKey));
        if (hasPrimary != hasSecondary)
        {
            var (given, missing) = hasPrimary ? ("primaryKey", "secondaryKey") : ("secondaryKey", "primaryKey");
            throw new HubException(HubErrorCode.ArgumentInvalid, $"{given} is given without {missing}; give both keys or neither.");
        }

        if (!hasPrimary)
        {
            return new HubAuthentication { PrimaryKey = SymmetricKeys.Generate(randomBytes), SecondaryKey = SymmetricKeys.Generate(randomBytes) };
        }

        SymmetricKeys.Check("primaryKey", draft.PrimaryKey!);
        SymmetricKeys.Check("secondaryKey", draft.SecondaryKey!);
        return new HubAuthentication { PrimaryKey = draft.PrimaryKey, SecondaryKey = draft.SecondaryKey };
    }
}
