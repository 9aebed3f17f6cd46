namespace DeviceManagementPatterns.AzureDevices.Text;

/// <summary>Stamps as the SDK has them: in quotes, except <c>*</c>, which it takes for "force" only when it is bare.</summary>
internal static class ETagText
{
    public static ETag Parse(string? text)
    {
        var bare = text?.StartsWith("W/", StringComparison.Ordinal) is true ? text[2..] : text;
        bare = bare?.Trim('"');
        return string.IsNullOrEmpty(bare) ? ETag.Any : new ETag(bare);
    }

    public static string Format(ETag etag)
    {
        var bare = Parse(etag.ToString());
        return bare == ETag.Any ? "*" : $"\"{bare.Value}\"";
    }
}
