namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>How an identity proves itself.</summary>
internal enum HubAuthenticationType
{
    Sas,
    SelfSigned,
    CertificateAuthority,
    None,
}
