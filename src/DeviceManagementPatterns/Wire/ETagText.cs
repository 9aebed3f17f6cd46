namespace DeviceManagementPatterns.Wire;

/// <summary>An <see cref="ETag"/> as headers carry it: quoted. Bare, weak and quoted ones are read alike.</summary>
internal static class ETagText
{
    public static string Format(ETag etag) => $"\"{etag}\"";

    public static bool TryParse(string? text, out ETag etag)
    {
        var value = text?.Trim() ?? "";
        value = value.StartsWith("W/", StringComparison.Ordinal) ? value[2..] : value;
        value = value is ['"', .., '"'] ? value[1..^1] : value;
        var isValid = value.Length > 0 && !value.Contains('"');
        etag = isValid ? new ETag(value) : default;
        return isValid;
    }
}
