using System.Text;
using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>A member's name, ready to be written. Equal names are equal keys, whoever made them.</summary>
internal sealed class TwinKey(string name) : IEquatable<TwinKey>
{
    private readonly int _hash = string.GetHashCode(name, StringComparison.Ordinal);

    public string Name { get; } = name;

    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(name, HubJson.Encoder);

    /// <summary>What the name counts for in its section's limit.</summary>
    public int Size { get; } = Encoding.UTF8.GetByteCount(name);

    public bool Equals(TwinKey? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && string.Equals(Name, other.Name, StringComparison.Ordinal));

    public override bool Equals(object? obj) => Equals(obj as TwinKey);

    public override int GetHashCode() => _hash;

    public override string ToString() => Name;
}
