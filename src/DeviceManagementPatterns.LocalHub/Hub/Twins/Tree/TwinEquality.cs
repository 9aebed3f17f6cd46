namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>Whether two values are the same JSON value. Numbers are compared by value; the order of an object's members does not count.</summary>
internal static class TwinEquality
{
    public static bool AreEqual(TwinValue left, TwinValue right)
    {
        if (left.Kind != right.Kind)
        {
            return false;
        }

        return left.Kind switch
        {
            TwinValueKind.Number => NumbersAreEqual(left, right),
            TwinValueKind.String => string.Equals(left.AsString(), right.AsString(), StringComparison.Ordinal),
            TwinValueKind.Array => ArraysAreEqual(left.AsArray(), right.AsArray()),
            TwinValueKind.Object => ObjectsAreEqual(left.AsObject(), right.AsObject()),
            _ => true,
        };
    }

    private static bool NumbersAreEqual(TwinValue left, TwinValue right) =>
        left.TryGetInteger(out var one) && right.TryGetInteger(out var other) ? one == other : left.AsDouble().Equals(right.AsDouble());

    private static bool ArraysAreEqual(ReadOnlySpan<TwinValue> left, ReadOnlySpan<TwinValue> right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            if (!AreEqual(left[i], right[i]))
            {
                return false;
            }
        }

        return left.Length == right.Length;
    }

    private static bool ObjectsAreEqual(TwinObject left, TwinObject right)
    {
        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left.Slots[i].Value, right[left.Shape.Keys[i]]))
            {
                return false;
            }
        }

        return left.Count == right.Count;
    }
}
