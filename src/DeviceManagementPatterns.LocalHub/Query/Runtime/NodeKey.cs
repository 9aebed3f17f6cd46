namespace DeviceManagementPatterns.LocalHub.Query.Runtime;

/// <summary>An object or array as the key of a group: the same where its text is the same.</summary>
internal sealed class NodeKey(object node, string text) : IEquatable<NodeKey>
{
    public object Node { get; } = node;

    public string Text { get; } = text;

    public bool Equals(NodeKey? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as NodeKey);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
