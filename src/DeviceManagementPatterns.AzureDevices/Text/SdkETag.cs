using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.AzureDevices.Text;

/// <summary>Stamps as the SDK has them: in quotes, except <c>*</c>, which it takes for "force" only when it is bare.</summary>
internal static class SdkETag
{
    public const string Any = "*";

    public static ETag Parse(string? text) => ETagText.TryParse(text, out var etag) ? etag : ETag.Any;

    public static string Format(ETag etag) => etag.ToString() == Any ? Any : ETagText.Format(etag);
}
