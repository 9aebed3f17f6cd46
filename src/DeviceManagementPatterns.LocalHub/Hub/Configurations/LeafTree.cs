using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>Takes leaves as long as none is another one, or stands above or below it.</summary>
internal sealed class LeafTree
{
    private readonly Node _root = new();

    public bool TryAdd(ContentLeaf leaf)
    {
        var node = _root;
        foreach (var key in leaf.Path)
        {
            if (node.Leaf is not null)
            {
                return false;
            }

            node = node.Child(key);
        }

        if (node.Leaf is not null || node.HasChildren)
        {
            return false;
        }

        node.Leaf = leaf;
        return true;
    }

    public bool Contains(ReadOnlySpan<TwinKey> path)
    {
        var node = _root;
        foreach (var key in path)
        {
            if (node.Find(key) is not { } next)
            {
                return false;
            }

            node = next;
        }

        return node.Leaf is not null;
    }

    public TwinObject Build(TwinShapes shapes) => Build(_root, shapes);

    private static TwinObject Build(Node node, TwinShapes shapes)
    {
        var members = new TwinObjectBuilder();
        foreach (var (key, child) in node.Children)
        {
            members.Set(key, child.Leaf is { } leaf ? leaf.Value : TwinValue.Of(Build(child, shapes)));
        }

        return members.Build(shapes);
    }

    private sealed class Node
    {
        private List<(TwinKey Key, Node Child)>? _children;

        public ContentLeaf? Leaf { get; set; }

        public bool HasChildren => _children is not null;

        public IEnumerable<(TwinKey Key, Node Child)> Children => _children ?? [];

        public Node? Find(TwinKey key) => _children?.Find(each => each.Key.Equals(key)).Child;

        public Node Child(TwinKey key)
        {
            if (Find(key) is { } known)
            {
                return known;
            }

            var child = new Node();
            (_children ??= []).Add((key, child));
            return child;
        }
    }
}
