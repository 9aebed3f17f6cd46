namespace DeviceManagementPatterns;

/// <summary>The opaque stamp of one stored state, used for optimistic concurrency (<c>If-Match</c>).</summary>
/// <param name="Value">The stamp without quotes, as it stands in a twin's body.</param>
public readonly record struct ETag(string Value)
{
    /// <summary>Matches whatever is stored: the write is unconditional.</summary>
    public static ETag Any { get; } = new("*");

    /// <summary>The stamp without quotes; <c>*</c> for the default value, which is unconditional too.</summary>
    public override string ToString() => Value ?? Any.Value;
}
