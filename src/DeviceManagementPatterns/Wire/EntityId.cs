using System.Buffers;

namespace DeviceManagementPatterns.Wire;

/// <summary>What may be a device's or a module's id.</summary>
internal static class EntityId
{
    public const int MaxLength = 128;
    public const string Rule = "1 to 128 ASCII letters, digits or - : . + % _ # * ? ! ( ) , = @ ; $ '";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-:.+%_#*?!(),=@;$'");

    public static bool IsValid(string id) => id.Length is >= 1 and <= MaxLength && !id.AsSpan().ContainsAnyExcept(Allowed);
}
