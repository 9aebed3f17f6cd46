using System.Collections;
using System.Text;

namespace DeviceManagementPatterns.Wire;

/// <summary>
/// The properties of a message as they stand in an MQTT topic: <c>key=value</c> joined by <c>&amp;</c>, both percent-encoded;
/// a key alone has a null value, <c>key=</c> an empty one. Names that start with <c>$.</c> are the system's.
/// </summary>
internal sealed class PropertyBag : IEnumerable<KeyValuePair<string, string?>>, IEquatable<PropertyBag>
{
    public const string MessageId = "$.mid";
    public const string CorrelationId = "$.cid";
    public const string UserId = "$.uid";
    public const string To = "$.to";
    public const string ContentType = "$.ct";
    public const string ContentEncoding = "$.ce";
    public const string Expiry = "$.exp";
    public const string CreationTime = "$.ctime";
    public const string OutputName = "$.on";
    public const string InterfaceId = "$.ifid";
    public const string Component = "$.sub";
    public const string ConnectionDeviceId = "$.cdid";
    public const string ConnectionModuleId = "$.cmid";
    public const string Ack = "iothub-ack";
    public const string Operation = "iothub-operation";

    private readonly List<KeyValuePair<string, string?>> _items = [];

    public static PropertyBag Empty { get; } = [];

    public int Count => _items.Count;

    /// <summary>The first value under a name; null where there is none.</summary>
    public string? this[string name] => _items.Find(item => item.Key == name).Value;

    public static bool IsSystem(string name) => name.StartsWith("$.", StringComparison.Ordinal) || name is Ack or Operation;

    /// <summary>Reads a bag. Every text is one: what cannot be decoded stands as it came.</summary>
    /// <param name="text">The bag, with or without the slash that some SDKs put behind it.</param>
    public static PropertyBag Parse(string text)
    {
        var bag = new PropertyBag();
        foreach (var pair in text.EndsWith('/') ? text[..^1].Split('&') : text.Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (pair.Length > 0 && equals != 0)
            {
                bag.Add(Decode(equals < 0 ? pair : pair[..equals]), equals < 0 ? null : Decode(pair[(equals + 1)..]));
            }
        }

        return bag;
    }

    public void Add(string name, string? value) => _items.Add(new(name, value));

    public string Format()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _items)
        {
            text.Append(text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name));
            if (value is not null)
            {
                text.Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return text.ToString();
    }

    public bool Equals(PropertyBag? other) => other is not null && _items.SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as PropertyBag);

    public override int GetHashCode() => Format().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Format();

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Decode(string text) => Uri.UnescapeDataString(text);
}
