using System.Collections;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>
/// The twins of all devices or of all modules, in the order in which they were created. Taking it copies no twin; a row is read
/// when it is asked for, each at one moment of its own.
/// </summary>
internal sealed class HubTwinRows(HubEntry[] entries) : IReadOnlyList<HubTwinRow>
{
    public int Count => entries.Length;

    public HubTwinRow this[int index] => entries[index].Row;

    public IEnumerator<HubTwinRow> GetEnumerator()
    {
        foreach (var entry in entries)
        {
            yield return entry.Row;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
