using System.Buffers;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Query.Ast;
using DeviceManagementPatterns.LocalHub.Query.Compilation;
using DeviceManagementPatterns.LocalHub.Query.Parsing;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.Tests.Query;

public sealed class ExpressionCaseTests(QueryReport report) : IClassFixture<QueryReport>
{
    public static IEnumerable<TheoryDataRow<string, string>> Expressions() => CaseFile.Cases("expressions.txt");

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_has_its_value_whether_folded_or_not(string text, string expected)
    {
        var expression = PathBinding.Bind(QueryParser.ParseCondition(text)).Where!;

        var plain = ValueOf(expression);
        var folded = ValueOf(ConstantFolding.Fold(expression));

        plain.ShouldBe(Compact(expected));
        folded.ShouldBe(plain);
        report.Held();
    }

    private static string ValueOf(QueryExpression expression)
    {
        var value = new ExpressionCompiler<JsonElement>(JsonRowReader.Instance).Value(expression)(Fleet.Twin);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            ValueWriter.WriteMember(writer, "value", value, JsonRowReader.Instance);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.TryGetProperty("value", out var written) ? JsonSerializer.Serialize(written) : "undefined";
    }

    private static string Compact(string json)
    {
        if (json == "undefined")
        {
            return json;
        }

        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }
}
