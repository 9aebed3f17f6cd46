using System.Collections.Frozen;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Runtime.Telemetry;

/// <summary>Makes a message for readers of what a device published: the hub's own properties get the names of its message routing.</summary>
internal static class DeviceMessages
{
    private const string SystemPrefix = "$.";

    private static readonly FrozenDictionary<string, string> SystemNames = new Dictionary<string, string>
    {
        [PropertyBag.MessageId] = "messageId",
        [PropertyBag.CorrelationId] = "correlationId",
        [PropertyBag.UserId] = "userId",
        [PropertyBag.To] = "to",
        [PropertyBag.ContentType] = "contentType",
        [PropertyBag.ContentEncoding] = "contentEncoding",
        [PropertyBag.Expiry] = "expiryTimeUtc",
        [PropertyBag.CreationTime] = "creationTimeUtc",
        [PropertyBag.OutputName] = "outputName",
        [PropertyBag.InterfaceId] = "interfaceId",
        [PropertyBag.Component] = "component",
        [PropertyBag.ConnectionDeviceId] = "connectionDeviceId",
        [PropertyBag.ConnectionModuleId] = "connectionModuleId",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static DeviceToCloudMessage ToPublic(this TelemetryMessage message)
    {
        var system = new Dictionary<string, string?>(StringComparer.Ordinal);
        var application = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in message.Properties)
        {
            if (PropertyBag.IsSystem(name))
            {
                system.TryAdd(NameOf(name), value);
            }
            else
            {
                application.TryAdd(name, value);
            }
        }

        return new DeviceToCloudMessage
        {
            Sequence = message.Sequence,
            DeviceId = message.From.DeviceId,
            ModuleId = message.From.ModuleId,
            EnqueuedTime = message.EnqueuedTime,
            Body = message.Body,
            SystemProperties = system,
            Properties = application,
        };
    }

    private static string NameOf(string name) =>
        SystemNames.GetValueOrDefault(name) ?? (name.StartsWith(SystemPrefix, StringComparison.Ordinal) ? name[SystemPrefix.Length..] : name);
}
