namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>
/// One rule's stream of numbers: SplitMix64, of our own, because the numbers of <see cref="Random"/> with a seed are promised for one
/// version of .NET only. A stream depends on the script's seed and the rule's id, so a rule more or less changes no other's.
/// </summary>
internal sealed class FaultRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    public FaultRandom(int seed, string ruleId) => _state = Mix(HashOf(ruleId) ^ Mix(unchecked((ulong)seed) + Golden));

    /// <summary>From 0 up to and without 1.</summary>
    public double Next()
    {
        _state = unchecked(_state + Golden);
        return (Mix(_state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>FNV-1a over the id's characters; a string's own hash differs from run to run.</summary>
    private static ulong HashOf(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 0x100000001B3);
        }

        return hash;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
