using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.HubQueries;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.LocalHub.Runtime.Jobs;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Scheduled jobs. The how-to asks for reading and writing the registry; back ends that may serve devices are let in too.</summary>
internal sealed class JobsResource(JobScheduler jobs, HubLimits limits)
{
    private const string ItemType = "JobResponse";

    private static readonly HubPermissions[] AnyOf = [HubPermissions.RegistryRead | HubPermissions.RegistryWrite, HubPermissions.ServiceConnect];

    private readonly JobPages _pages = new(jobs);

    public void Map(RestRoutes routes)
    {
        routes.Map("GET", ServiceRoutes.JobQueryTemplate, Metered(QueryAsync), AnyOf);
        routes.Map("PUT", ServiceRoutes.JobTemplate, Metered(PutAsync), AnyOf);
        routes.Map("GET", ServiceRoutes.JobTemplate, Metered(call => AnswerAsync(call, jobs.Get(IdOf(call)))), AnyOf);
        routes.Map("POST", ServiceRoutes.JobCancelTemplate, Metered(CancelAsync), AnyOf);
    }

    private static string IdOf(RestCall call) => (string)call.Http.Request.RouteValues["jobId"]!;

    private static Task AnswerAsync(RestCall call, JobSnapshot job) => call.AnswerAsync(writer => JobJson.Write(writer, job));

    private Func<RestCall, Task> Metered(Func<RestCall, Task> answer) => limits.Metered(HubMeter.JobOperations, answer);

    private async Task PutAsync(RestCall call)
    {
        var body = await call.ReadBodyAsync().ConfigureAwait(false);
        await AnswerAsync(call, await jobs.CreateAsync(IdOf(call), body).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task CancelAsync(RestCall call) =>
        await AnswerAsync(call, await jobs.CancelAsync(IdOf(call)).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>SDKs page by headers; the documentation also has the same two in the query string.</summary>
    private Task QueryAsync(RestCall call)
    {
        var (query, headers) = (call.Http.Request.Query, call.Http.Request.Headers);
        var filter = new JobFilter(query["jobType"], query["jobStatus"]);
        var pageSize = RestCall.Integer(headers[WireNames.MaxItemCountHeader], WireNames.MaxItemCountHeader)
            ?? RestCall.Integer(query["pageSize"], "pageSize");
        var (found, continuation) = _pages.Read(filter, pageSize, (string?)headers[WireNames.ContinuationHeader] ?? query["continuationToken"]);

        var answerHeaders = call.Http.Response.Headers;
        answerHeaders[WireNames.ItemTypeHeader] = ItemType;
        if (continuation is not null)
        {
            answerHeaders[WireNames.ContinuationHeader] = continuation;
        }

        return call.AnswerAsync(writer =>
        {
            writer.WriteStartArray();
            foreach (var job in found)
            {
                JobJson.Write(writer, job);
            }

            writer.WriteEndArray();
        });
    }
}
