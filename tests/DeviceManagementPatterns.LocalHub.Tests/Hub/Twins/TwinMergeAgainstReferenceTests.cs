using System.Text.Json.Nodes;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

/// <summary>Random documents and patches, merged by the hub and by a few lines over <see cref="JsonNode"/>.</summary>
public sealed class TwinMergeAgainstReferenceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Merges_and_counts_like_the_reference(int seed)
    {
        var random = new Random(seed);
        var shapes = new TwinShapes();
        var twin = TwinObject.Empty;
        var reference = new JsonObject();
        for (var i = 0; i < 500; i++)
        {
            var patch = RandomObject(random, depth: 0);

            twin = TwinMerge.Patch(twin, TwinTexts.Read(patch.ToJsonString(), shapes), new TwinStamp(default, version: null), shapes);
            reference = Merge(reference, patch);

            var text = TwinTexts.Write(twin);
            JsonNode.DeepEquals(JsonNode.Parse(text), reference).ShouldBeTrue($"{text}\nis not\n{reference.ToJsonString()}");
            twin.Size.ShouldBe(Size(reference));
        }
    }

    private static JsonObject Merge(JsonObject current, JsonObject patch)
    {
        var merged = current.DeepClone().AsObject();
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = value is JsonObject inner ? Merge(merged[name] as JsonObject ?? [], inner) : value.DeepClone();
            }
        }

        return merged;
    }

    private static int Size(JsonNode? node) => node switch
    {
        null => 4,
        JsonObject members => members.Sum(member => member.Key.Length + Size(member.Value)),
        JsonArray elements => elements.Sum(Size),
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length,
        JsonValue value when value.TryGetValue<bool>(out _) => 4,
        _ => 8,
    };

    private static JsonObject RandomObject(Random random, int depth)
    {
        var members = new JsonObject();
        for (var count = random.Next(depth == 0 ? 30 : 4); count > 0; count--)
        {
            members[$"k{random.Next(40)}"] = RandomValue(random, depth);
        }

        return members;
    }

    private static JsonNode? RandomValue(Random random, int depth) => random.Next(depth > 3 ? 5 : 8) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(-1000, 1000)),
        2 => JsonValue.Create(random.NextDouble()),
        3 => JsonValue.Create(random.Next(2) == 0),
        4 => JsonValue.Create(new string('x', random.Next(10))),
        5 => new JsonArray(JsonValue.Create(1), JsonValue.Create("two"), new JsonObject { ["three"] = 3 }),
        _ => RandomObject(random, depth + 1),
    };
}
