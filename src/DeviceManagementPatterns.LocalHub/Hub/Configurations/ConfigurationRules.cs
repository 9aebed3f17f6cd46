using System.Buffers;
using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>What a configuration may be: "Automatic device and module management".</summary>
internal static class ConfigurationRules
{
    public const int MaxMetrics = 5;
    public const string DefaultSchemaVersion = "1.0";
    private const int MaxIdLength = 128;
    private const string ForbiddenMarks = "&^[]{}\\|\"<>/";

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(mark => !char.IsAsciiLetterUpper(mark)).Except(ForbiddenMarks)]);

    public static void CheckId(string id)
    {
        if (id.Length is 0 or > MaxIdLength)
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, string.Create(
                CultureInfo.InvariantCulture, $"The configuration id has {id.Length} characters; 1 to {MaxIdLength} are allowed."));
        }

        var at = id.AsSpan().IndexOfAnyExcept(IdCharacters);
        if (at >= 0)
        {
            throw new HubException(
                HubErrorCode.ArgumentInvalid,
                $"The configuration id '{id}' holds '{id[at]}' at position {at + 1}; "
                + "it must be printable ASCII without capital letters, space and & ^ [ ] { } \\ | \" < > /");
        }
    }
}
