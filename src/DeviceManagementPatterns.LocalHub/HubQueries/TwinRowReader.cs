using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Query;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>Reads the members of twins. What a path means is decided once for a query, not for each row.</summary>
internal sealed class TwinRowReader : IRowReader<HubTwinRow>
{
    private TwinRowReader()
    {
    }

    public static TwinRowReader Instance { get; } = new();

    public RowValue<HubTwinRow> Bind(IReadOnlyList<string> path) => path.ToArray() switch
    {
        ["tags"] => (in row) => QueryValue.OfObject(row.Twin.Tags),
        ["tags", .. var rest] => BindTag(new TwinPath(rest)),
        ["properties"] => (in row) => QueryValue.OfObject(row.Twin),
        ["properties", "desired", .. var rest] => BindSection(SectionPath.Of(rest), twin => twin.Desired),
        ["properties", "reported", .. var rest] => BindSection(SectionPath.Of(rest), twin => twin.Reported),
        var other => BindIdentity(other),
    };

    public void WriteRow(Utf8JsonWriter writer, in HubTwinRow row) => row.WriteTo(writer);

    public void WriteNode(Utf8JsonWriter writer, object node) => TwinNodes.Write(writer, node);

    private static RowValue<HubTwinRow> BindTag(TwinPath path) => (in row) => TwinNodes.ValueOf(path.Find(row.Twin.Tags));

    private static RowValue<HubTwinRow> BindSection(SectionPath path, Func<HubTwin, HubTwinSection> section) =>
        (in row) => path.Read(section(row.Twin));

    private static RowValue<HubTwinRow> BindIdentity(string[] path) => path switch
    {
        ["deviceId"] => (in row) => QueryValue.Of(row.Identity.Id.DeviceId),
        ["moduleId"] => (in row) => TwinNodes.ValueOf(row.Identity.Id.ModuleId),
        ["etag"] => (in row) => QueryValue.Of(row.ETag.Value),
        ["deviceEtag"] => (in row) => QueryValue.Of(row.Identity.ETag.Value),
        ["status"] => (in row) => QueryValue.Of(IdentityWords.Of(row.Identity.IsEnabled)),
        ["statusReason"] => (in row) => TwinNodes.ValueOf(row.Identity.StatusReason),
        ["statusUpdateTime"] => (in row) => TwinNodes.ValueOf(row.Identity.StatusUpdatedTime),
        ["connectionState"] => (in row) => QueryValue.Of(IdentityWords.OfConnection(row.Identity.IsConnected)),
        ["lastActivityTime"] => (in row) => TwinNodes.ValueOf(row.Identity.LastActivityTime),
        ["cloudToDeviceMessageCount"] => (in row) => QueryValue.Of(row.Identity.CloudToDeviceMessageCount),
        ["authenticationType"] => (in row) => QueryValue.Of(IdentityWords.Of(row.Identity.Authentication.Type)),
        ["x509Thumbprint"] => (in row) => TwinNodes.Thumbprints(row.Identity),
        ["x509Thumbprint", "primaryThumbprint"] => (in row) => TwinNodes.ValueOrNull(row.Identity.Authentication.PrimaryThumbprint),
        ["x509Thumbprint", "secondaryThumbprint"] => (in row) => TwinNodes.ValueOrNull(row.Identity.Authentication.SecondaryThumbprint),
        ["modelId"] => (in row) => QueryValue.Of(row.Twin.ModelId),
        ["version"] => (in row) => QueryValue.Of(row.Twin.Version),
        ["capabilities"] => (in row) => TwinNodes.Capabilities(row.Identity),
        ["capabilities", "iotEdge"] => (in row) => row.Identity.Id.IsModule ? default : QueryValue.Of(row.Identity.IsEdge),
        ["deviceScope"] => (in row) => TwinNodes.ValueOf(row.Identity.DeviceScope),
        ["parentScopes"] => (in row) => TwinNodes.ParentScopes(row.Identity),
        ["configurations"] => (in row) => TwinNodes.Configurations(row.Twin.Configurations),
        ["configurations", var id] => (in row) => TwinNodes.Configuration(row.Twin.Configurations.StatusOf(id)),
        ["configurations", var id, "status"] => (in row) => TwinNodes.ValueOf(row.Twin.Configurations.StatusOf(id)?.ToString()),
        _ => (in _) => QueryValue.Undefined,
    };
}
