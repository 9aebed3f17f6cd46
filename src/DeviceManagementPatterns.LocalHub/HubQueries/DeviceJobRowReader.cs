using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Query.Runtime;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>Reads the rows of <c>devices.jobs</c>: the members that queries mostly ask for at once, the others from the row's JSON.</summary>
internal sealed class DeviceJobRowReader : IRowReader<DeviceJob>
{
    private DeviceJobRowReader()
    {
    }

    public static DeviceJobRowReader Instance { get; } = new();

    public RowValue<DeviceJob> Bind(IReadOnlyList<string> path)
    {
        switch (path)
        {
            case ["deviceId"]:
                return (in row) => QueryValue.Of(row.DeviceId);
            case ["jobId"]:
                return (in row) => QueryValue.Of(row.Job.Id);
            case ["jobType"]:
                return (in row) => QueryValue.Of(JobWords.Of(row.Job.Type));
            case ["status"]:
                return (in row) => QueryValue.Of(JobWords.Of(row.Status));
            default:
                var read = JsonRowReader.Instance.Bind(path);
                return (in row) => read(JsonOf(row));
        }
    }

    public void WriteRow(Utf8JsonWriter writer, in DeviceJob row) => DeviceJobJson.Write(writer, row);

    public void WriteNode(Utf8JsonWriter writer, object node) => JsonRowReader.Instance.WriteNode(writer, node);

    private static JsonElement JsonOf(DeviceJob row)
    {
        using var document = JsonDocument.Parse(HubJson.Write(writer => DeviceJobJson.Write(writer, row)));
        return document.RootElement.Clone();
    }
}
