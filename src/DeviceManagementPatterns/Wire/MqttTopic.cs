using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DeviceManagementPatterns.Wire;

/// <summary>
/// What a message is about, in either direction. Request ids are opaque and stand here byte for byte as on the wire
/// (Azure IoT Hub, "Communicate with an IoT hub using the MQTT protocol").
/// </summary>
internal abstract record MqttTopic
{
    private MqttTopic()
    {
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out MqttTopic? topic)
    {
        topic = text.StartsWith("$iothub/", StringComparison.Ordinal) ? ParseHubTopic(text.Split('/')) : ParseMessage(text);
        return topic is not null;
    }

    public string Format() => this switch
    {
        Telemetry { ModuleId: null } t => $"devices/{t.DeviceId}/messages/events/{t.Properties.Format()}",
        Telemetry t => $"devices/{t.DeviceId}/modules/{t.ModuleId}/messages/events/{t.Properties.Format()}",
        DeviceBound t => $"{t.Address[1..]}/{t.Properties.Format()}",
        MethodRequest t => $"$iothub/methods/POST/{t.MethodName}/?$rid={t.RequestId}",
        MethodAnswer t => string.Create(CultureInfo.InvariantCulture, $"$iothub/methods/res/{t.Status}/?$rid={t.RequestId}"),
        TwinGet t => $"$iothub/twin/GET/?$rid={t.RequestId}",
        ReportedPatch t => $"$iothub/twin/PATCH/properties/reported/?$rid={t.RequestId}{VersionSuffix(t.BaseVersion)}",
        TwinAnswer t => string.Create(
            CultureInfo.InvariantCulture, $"$iothub/twin/res/{t.Status}/?$rid={t.RequestId}{VersionSuffix(t.Version)}"),
        DesiredPatch t => string.Create(CultureInfo.InvariantCulture, $"$iothub/twin/PATCH/properties/desired/?$version={t.Version}"),
        _ => throw new NotSupportedException($"{GetType().Name} has no text."),
    };

    public sealed override string ToString() => Format();

    private static MqttTopic? ParseHubTopic(string[] segments)
    {
        var query = Query.TryParse(segments[^1]);
        return (segments[1..^1], query?.RequestId, query?.Version) switch
        {
            (["methods", "POST", { Length: > 0 } name], { } rid, _) => new MethodRequest(name, rid),
            (["methods", "res", var status], { } rid, _) when TryParseStatus(status, out var value) => new MethodAnswer(value, rid),
            (["twin", "GET"], { } rid, _) => new TwinGet(rid),
            (["twin", "PATCH", "properties", "reported"], { } rid, var version) => new ReportedPatch(rid, version),
            (["twin", "res", var status], { } rid, var version) when TryParseStatus(status, out var value) =>
                new TwinAnswer(value, rid, version),
            (["twin", "PATCH", "properties", "desired"], _, { } version) => new DesiredPatch(version),
            _ => null,
        };
    }

    private static MqttTopic? ParseMessage(string text) => text.Split('/', 7) switch
    {
        ["devices", { Length: > 0 } device, "messages", "events", .. var bag] => new Telemetry(device, null, Bag(bag)),
        ["devices", { Length: > 0 } device, "modules", { Length: > 0 } module, "messages", "events", .. var bag] =>
            new Telemetry(device, module, Bag(bag)),
        ["devices", { Length: > 0 } device, "messages", "devicebound", .. var bag] => new DeviceBound(device, Bag(bag)),
        _ => null,
    };

    private static PropertyBag Bag(string[] rest) => PropertyBag.Parse(string.Join('/', rest));

    private static bool TryParseStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out status);

    private static string VersionSuffix(long? version) =>
        version is null ? "" : string.Create(CultureInfo.InvariantCulture, $"&$version={version}");

    public sealed record Telemetry(string DeviceId, string? ModuleId, PropertyBag Properties) : MqttTopic;

    public sealed record DeviceBound(string DeviceId, PropertyBag Properties) : MqttTopic
    {
        /// <summary>What such a message carries as <c>$.to</c>.</summary>
        public string Address => $"/devices/{DeviceId}/messages/devicebound";
    }

    public sealed record MethodRequest(string MethodName, string RequestId) : MqttTopic;

    public sealed record MethodAnswer(int Status, string RequestId) : MqttTopic;

    public sealed record TwinGet(string RequestId) : MqttTopic;

    public sealed record ReportedPatch(string RequestId, long? BaseVersion = null) : MqttTopic;

    public sealed record TwinAnswer(int Status, string RequestId, long? Version = null) : MqttTopic;

    public sealed record DesiredPatch(long Version) : MqttTopic;

    /// <summary>The last segment, <c>?$rid=…&amp;$version=…</c>. A version that is there must be a number.</summary>
    private sealed record Query(string? RequestId, long? Version)
    {
        public static Query? TryParse(string text)
        {
            if (!text.StartsWith('?'))
            {
                return null;
            }

            string? rid = null;
            long? version = null;
            foreach (var pair in text[1..].Split('&'))
            {
                var equals = pair.IndexOf('=');
                var value = equals < 0 ? "" : pair[(equals + 1)..];
                switch (equals < 0 ? pair : Uri.UnescapeDataString(pair[..equals]))
                {
                    case "$rid" when value.Length > 0:
                        rid ??= value;
                        break;
                    case "$version" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                        version ??= number;
                        break;
                    case "$version":
                        return null;
                }
            }

            return new Query(rid, version);
        }
    }
}
