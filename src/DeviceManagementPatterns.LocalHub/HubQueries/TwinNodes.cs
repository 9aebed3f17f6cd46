using System.Globalization;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>The hub's values as a query's, and its objects and arrays as JSON.</summary>
internal static class TwinNodes
{
    private const string Never = "0001-01-01T00:00:00Z";

    public static QueryValue ValueOf(TwinValue value) => value.Kind switch
    {
        TwinValueKind.Null => QueryValue.Null,
        TwinValueKind.False => QueryValue.Of(false),
        TwinValueKind.True => QueryValue.Of(true),
        TwinValueKind.Number => QueryValue.Of(value.AsDouble()),
        TwinValueKind.String => QueryValue.Of(value.AsString()),
        TwinValueKind.Array => QueryValue.OfArray(value),
        TwinValueKind.Object => QueryValue.OfObject(value.AsObject()),
        _ => QueryValue.Undefined,
    };

    public static QueryValue ValueOf(DateTimeOffset time) =>
        QueryValue.Of(time == default ? Never : time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Undefined for null: the member is not there.</summary>
    public static QueryValue ValueOf(string? text) => text is null ? QueryValue.Undefined : QueryValue.Of(text);

    /// <summary>Null for null: the member is always there.</summary>
    public static QueryValue ValueOrNull(string? text) => text is null ? QueryValue.Null : QueryValue.Of(text);

    public static QueryValue Thumbprints(HubIdentity identity) =>
        Written(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("primaryThumbprint"u8, identity.Authentication.PrimaryThumbprint);
            writer.WriteString("secondaryThumbprint"u8, identity.Authentication.SecondaryThumbprint);
            writer.WriteEndObject();
        });

    public static QueryValue Capabilities(HubIdentity identity) => identity.Id.IsModule
        ? QueryValue.Undefined
        : Written(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("iotEdge"u8, identity.IsEdge);
            writer.WriteEndObject();
        });

    public static QueryValue ParentScopes(HubIdentity identity) => identity.ParentScopes.Count == 0
        ? QueryValue.Undefined
        : QueryValue.OfArray(identity.ParentScopes);

    public static QueryValue Configurations(TwinConfigurations configurations) => configurations.Statuses.Count == 0
        ? QueryValue.Undefined
        : Written(writer => ConfigurationJson.Write(writer, configurations));

    public static QueryValue Configuration(ConfigurationStatus? status) => status is { } known
        ? Written(writer => ConfigurationJson.Write(writer, known))
        : QueryValue.Undefined;

    public static void Write(Utf8JsonWriter writer, object node)
    {
        switch (node)
        {
            case TwinObject members:
                TwinJson.WriteObject(writer, members);
                break;
            case TwinValue value:
                TwinJson.WriteValue(writer, value);
                break;
            case HubTwinSection section:
                TwinJson.WriteSection(writer, section);
                break;
            case HubTwin twin:
                writer.WriteStartObject();
                writer.WritePropertyName("desired"u8);
                TwinJson.WriteSection(writer, twin.Desired);
                writer.WritePropertyName("reported"u8);
                TwinJson.WriteSection(writer, twin.Reported);
                writer.WriteEndObject();
                break;
            case IEnumerable<string> texts:
                writer.WriteStartArray();
                foreach (var text in texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
                break;
            default:
                ((Action<Utf8JsonWriter>)node)(writer);
                break;
        }
    }

    private static QueryValue Written(Action<Utf8JsonWriter> write) => QueryValue.OfObject(write);
}
