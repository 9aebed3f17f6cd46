using System.Buffers;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.InProcess;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Runtime.Jobs;

namespace DeviceManagementPatterns.LocalHub.HubQueries;

/// <summary>Runs queries over the hub's twins and jobs.</summary>
internal sealed class HubQueryExecutor(HubRuntime hub, JobScheduler jobs, QueryDialect dialect) : IQueryExecutor
{
    /// <exception cref="HubException">The query, the page size or the continuation is not valid.</exception>
    public QueryAnswer Answer(string query, int? pageSize, string? continuation)
    {
        var plan = Parse(query);
        var index = plan.Source == QuerySource.Jobs ? null : hub.Faults.FindIndex();
        var request = new PageRequest(pageSize, continuation);
        var rows = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(rows, HubJson.WriterOptions);
        var next = plan.Source switch
        {
            QuerySource.Jobs => QueryPager.WritePage(writer, plan.Compile(DeviceJobRowReader.Instance), new DeviceJobRowSource(jobs.Devices()), request),
            QuerySource.Modules => QueryPager.WritePage(writer, plan.Compile(TwinRowReader.Instance), new TwinRowSource(index?.Modules() ?? hub.ModuleTwins()), request),
            _ => QueryPager.WritePage(writer, plan.Compile(TwinRowReader.Instance), new TwinRowSource(index?.Devices() ?? hub.DeviceTwins()), request),
        };
        writer.Flush();
        return new QueryAnswer(plan.ItemType, rows.WrittenMemory, next);
    }

    public QueryPage Execute(string query, int? pageSize, string? continuation)
    {
        var answer = Answer(query, pageSize, continuation);
        using var rows = JsonDocument.Parse(answer.Rows);
        return new QueryPage([.. rows.RootElement.EnumerateArray().Select(row => row.Clone())], answer.Continuation);
    }

    private QueryPlan Parse(string query)
    {
        try
        {
            return QueryPlan.Parse(query, dialect);
        }
        catch (QueryException e)
        {
            throw new HubException(e.Code, e.Message, e);
        }
    }
}
