using System.Text.Json;
using CsCheck;

namespace DeviceManagementPatterns.LocalHub.Tests.Query.Naive;

/// <summary>Makes twins whose members hold values of every kind, or are missing.</summary>
internal static class RandomTwins
{
    private static Gen<string> Primitive { get; } = Gen.OneOf(
        "null", "true", "false", "0", "1", "2", "-1", "0.5", "\"\"", "\"a\"", "\"ab\"", "\"B\"", "\"1\"", "\"it's\"");

    private static Gen<string> Value { get; } = Gen.Frequency<string>(
        (8, Primitive),
        (1, Primitive.Select(inner => $"{{\"d\":{inner}}}")),
        (1, Primitive.Array[0, 2].Select(items => $"[{string.Join(',', items)}]")));

    private static Gen<string> Nested { get; } = Gen.Frequency<string>((1, Value), (2, Value.Select(inner => $"{{\"d\":{inner}}}")));

    private static Gen<string> Section { get; } = Gen.Select(
            Member("a", Value), Member("b", Value), Member("c", Nested), Member("x y", Value))
        .Select((a, b, c, d) => $"{{{string.Join(',', new[] { a, b, c, d }.Where(member => member.Length > 0))}}}");

    private static Gen<string> Twin { get; } = Gen.Select(
            Gen.OneOf("\"enabled\"", "\"disabled\""), Gen.OneOf("null", "\"a\""), Gen.Int[1, 3], Section, Section, Section)
        .Select((status, reason, version, tags, desired, reported) =>
            $"\"status\":{status},\"statusReason\":{reason},\"version\":{version},\"tags\":{tags},"
            + $"\"properties\":{{\"desired\":{desired},\"reported\":{reported}}}");

    /// <summary>None to twelve of them, each with an id of its own.</summary>
    public static Gen<JsonElement[]> Fleet { get; } = Twin.Array[0, 12].Select(twins =>
        twins.Select((twin, index) => JsonElement.Parse($"{{\"deviceId\":\"{(char)('a' + index)}\",{twin}}}")).ToArray());

    private static Gen<string> Member(string name, Gen<string> value) =>
        Gen.Frequency<string>((1, Gen.Const("")), (2, value.Select(text => $"\"{name}\":{text}")));
}
