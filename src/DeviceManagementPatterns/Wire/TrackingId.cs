using System.Globalization;

namespace DeviceManagementPatterns.Wire;

/// <summary>The mark of one failure, as a hub writes it.</summary>
internal static class TrackingId
{
    public static string Format(Guid id, int gateway, DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{id:N}-G:{gateway}-TimeStamp:{time.UtcDateTime:MM/dd/yyyy HH:mm:ss}");
}
