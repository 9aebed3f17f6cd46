using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.LocalHub.Certificates;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Mqtt;

/// <summary>Whether a certificate lets an identity in: by its thumbprint, or by its name and who has signed it.</summary>
internal sealed class CertificateCheck(DeviceAuthorities authorities, TimeProvider time)
{
    private const string CommonName = "2.5.4.3";

    /// <summary>Returns why not, or null.</summary>
    public string? FaultOf(HubIdentity identity, ShownCertificate shown)
    {
        using var certificate = shown.Load();
        var fault = identity.Authentication.Type switch
        {
            HubAuthenticationType.SelfSigned => FaultOfThumbprint(identity.Authentication, shown) ?? FaultOfValidity(certificate),
            HubAuthenticationType.CertificateAuthority => FaultOfName(identity.Id, certificate)
                ?? FaultOfValidity(certificate)
                ?? authorities.Check(certificate, shown, time.GetUtcNow()),
            HubAuthenticationType.Sas => "it is registered with keys and must show a token",
            _ => "it is registered with authentication type none, which lets nobody in",
        };
        return fault is null ? null : $"its certificate ({shown}) does not let it in: {fault}";
    }

    /// <summary>In IoT Hub's own words.</summary>
    private static string? FaultOfThumbprint(HubAuthentication registered, ShownCertificate shown) =>
        shown.Has(registered.PrimaryThumbprint) || shown.Has(registered.SecondaryThumbprint)
            ? null
            : $"Thumbprint does not match configuration: Thumbprint: {shown}; "
                + $"Configuration: PrimaryThumbprint={registered.PrimaryThumbprint}, SecondaryThumbprint={registered.SecondaryThumbprint}";

    private static string? FaultOfName(HubIdentityId id, X509Certificate2 certificate)
    {
        var names = CommonNames(certificate).ToList();
        return names is [var name] && name == id.ToString()
            ? null
            : $"its common name (CN) must be '{id}', and is '{LogText.Of(string.Join("', '", names))}'";
    }

    private static IEnumerable<string?> CommonNames(X509Certificate2 certificate) => certificate.SubjectName
        .EnumerateRelativeDistinguishedNames()
        .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == CommonName)
        .Select(name => name.GetSingleElementValue());

    private string? FaultOfValidity(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow();
        return now switch
        {
            _ when now > certificate.NotAfter => $"it has expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z",
            _ when now < certificate.NotBefore => $"it is not valid before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z",
            _ => null,
        };
    }
}
