namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>The words of the registry's JSON, both ways.</summary>
internal static class IdentityWords
{
    public static string Of(bool isEnabled) => isEnabled ? "enabled" : "disabled";

    public static string OfConnection(bool isConnected) => isConnected ? "Connected" : "Disconnected";

    public static string Of(HubAuthenticationType type) => type switch
    {
        HubAuthenticationType.Sas => "sas",
        HubAuthenticationType.SelfSigned => "selfSigned",
        HubAuthenticationType.CertificateAuthority => "certificateAuthority",
        _ => "none",
    };

    public static bool ReadStatus(string word) => word.ToUpperInvariant() switch
    {
        "ENABLED" => true,
        "DISABLED" => false,
        _ => throw new HubException(HubErrorCode.ArgumentInvalid, $"status is '{word}'; it must be enabled or disabled."),
    };

    public static HubAuthenticationType ReadAuthenticationType(string word) => word.ToUpperInvariant() switch
    {
        "SAS" => HubAuthenticationType.Sas,
        "SELFSIGNED" => HubAuthenticationType.SelfSigned,
        "CERTIFICATEAUTHORITY" => HubAuthenticationType.CertificateAuthority,
        "NONE" => HubAuthenticationType.None,
        _ => throw new HubException(
            HubErrorCode.ArgumentInvalid,
            $"authentication.type is '{word}'; it must be sas, selfSigned, certificateAuthority or none."),
    };
}
