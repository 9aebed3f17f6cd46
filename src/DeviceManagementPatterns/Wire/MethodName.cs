using System.Buffers;

namespace DeviceManagementPatterns.Wire;

/// <summary>
/// What may be a direct method's name. The hub excludes what separates in HTTP; <c>#</c> and <c>+</c> cannot stand in an MQTT topic,
/// and <c>%</c> is read by some device SDKs as an escape.
/// </summary>
internal static class MethodName
{
    public const int MaxLength = 100;
    public const string Rule = "1 to 100 printable ASCII characters, none of $ ( ) < > @ , ; : \\ \" / [ ] ? = { } # + % and space";

    private static readonly SearchValues<char> Excluded = SearchValues.Create("$()<>@,;:\\\"/[]?={}#+% ");

    public static bool IsValid(string? name) =>
        name is { Length: >= 1 and <= MaxLength }
        && !name.AsSpan().ContainsAny(Excluded)
        && !name.AsSpan().ContainsAnyExceptInRange('!', '~');
}
