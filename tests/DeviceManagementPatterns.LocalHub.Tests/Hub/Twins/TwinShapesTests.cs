using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

public sealed class TwinShapesTests
{
    private readonly TwinShapes _shapes = new();

    [Fact]
    public void Twins_that_look_alike_share_their_names()
    {
        var first = TwinTexts.Read("""{"site":"a","rack":{"row":1}}""", _shapes);
        var second = TwinTexts.Read("""{"site":"b","rack":{"row":2}}""", _shapes);

        second.Shape.ShouldBeSameAs(first.Shape);
        second[_shapes.Key("rack")].AsObject().Shape.ShouldBeSameAs(first[_shapes.Key("rack")].AsObject().Shape);
    }

    [Fact]
    public void A_wide_object_is_found_by_every_name_though_it_is_not_shared()
    {
        var names = Enumerable.Range(0, 200).Select(i => $"device{i}").ToArray();
        var json = $"{{{string.Join(',', names.Select((name, i) => $"\"{name}\":{i}"))}}}";

        var wide = TwinTexts.Read(json, _shapes);

        names.Select(name => wide[new TwinKey(name)].AsDouble()).ShouldBe(Enumerable.Range(0, 200).Select(i => (double)i));
        wide[new TwinKey("device200")].IsUndefined.ShouldBeTrue();
        TwinTexts.Read(json, _shapes).Shape.ShouldNotBeSameAs(wide.Shape);
    }

    [Fact]
    public void A_name_that_comes_twice_in_a_wide_object_counts_once()
    {
        var json = $"{{{string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"k{i % 50}\":{i}"))}}}";

        var wide = TwinTexts.Read(json, _shapes);

        wide.Count.ShouldBe(50);
        wide[_shapes.Key("k0")].AsDouble().ShouldBe(50);
    }

    [Fact]
    public void The_stock_of_names_and_shapes_is_bounded()
    {
        for (var i = 0; i < 70_000; i++)
        {
            _shapes.Shape([_shapes.Key($"name{i}")]);
        }

        _shapes.Key("name1").ShouldBeSameAs(_shapes.Key("name1"));
        _shapes.Key("late").ShouldNotBeSameAs(_shapes.Key("late"));
        _shapes.Key("late").ShouldBe(_shapes.Key("late"));
    }
}
