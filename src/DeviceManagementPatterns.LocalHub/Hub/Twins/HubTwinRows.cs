using System.Collections;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>The twins of all devices or of all modules, in the order of creation. Taking it copies no twin.</summary>
internal sealed class HubTwinRows : IReadOnlyList<HubTwinRow>
{
    public int Count => throw new NotSupportedException();

    public HubTwinRow this[int index] => throw new NotSupportedException();

    public IEnumerator<HubTwinRow> GetEnumerator() => throw new NotSupportedException();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
