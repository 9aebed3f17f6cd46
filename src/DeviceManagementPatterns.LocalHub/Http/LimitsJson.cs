using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>The tier with its quota and its meters, as members of an object; <c>"tier":null</c> where there is none.</summary>
internal static class LimitsJson
{
    public static void Write(Utf8JsonWriter writer, HubLimits limits)
    {
        writer.WriteString("tier", limits.Tier?.ToString());
        if (!limits.IsOn)
        {
            return;
        }

        writer.WriteNumber("units", limits.Units);
        if (limits.Quota is { } quota)
        {
            writer.WriteStartObject("dailyMessages");
            writer.WriteNumber("quota", quota.Messages);
            writer.WriteNumber("used", quota.Used);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("meters");
        foreach (var (kind, meter) in limits.Meters)
        {
            Write(writer, MeterNames.Of(kind), meter);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Meter meter)
    {
        var (settings, counts) = (meter.Settings, meter.Counts);
        writer.WriteStartObject(name);
        writer.WriteString("rate", settings.Rate.ToString());
        writer.WriteNumber("burst", settings.Burst);
        writer.WriteNumber("served", counts.Served);
        writer.WriteNumber("queued", counts.Queued);
        writer.WriteNumber("refused", counts.Refused);
        writer.WriteEndObject();
    }
}
