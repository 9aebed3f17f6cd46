using System.Buffers;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.HubQueries;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Queries, a page at a time. The documentation disagrees about the permission, so either one does.</summary>
internal sealed class QueryResource(HubQueryExecutor queries, HubLimits limits)
{
    public void Map(RestRoutes routes) =>
        routes.Map("POST", ServiceRoutes.QueryTemplate, limits.Metered(HubMeter.Queries, QueryAsync), HubPermissions.ServiceConnect, HubPermissions.RegistryRead);

    private static async Task<string> ReadQueryAsync(RestCall call)
    {
        var body = await call.ReadBodyAsync().ConfigureAwait(false);
        try
        {
            HubJson.Check(body.Span);
            using var json = JsonDocument.Parse(body);
            return QueryJson.TryRead(json.RootElement, out var query) && query.Length > 0
                ? query
                : throw new HubException(HubErrorCode.ArgumentNull, "The body has no query: send {\"query\":\"SELECT * FROM devices\"}.");
        }
        catch (JsonException e)
        {
            throw new HubException(HubErrorCode.ArgumentInvalid, "The body is not JSON: send {\"query\":\"SELECT * FROM devices\"}.", e);
        }
    }

    private async Task QueryAsync(RestCall call)
    {
        var query = await ReadQueryAsync(call).ConfigureAwait(false);
        var headers = call.Http.Request.Headers;
        var pageSize = RestCall.Integer(headers[WireNames.MaxItemCountHeader], WireNames.MaxItemCountHeader);
        string? continuation = headers[WireNames.ContinuationHeader];

        var answer = queries.Answer(query, pageSize, continuation);

        // The header is left out on the last page: Node's SDK asks for more for as long as it is there, even if it is empty.
        var answerHeaders = call.Http.Response.Headers;
        answerHeaders[WireNames.ItemTypeHeader] = answer.ItemType.ToString();
        if (answer.Continuation is not null)
        {
            answerHeaders[WireNames.ContinuationHeader] = answer.Continuation;
        }

        await call.AnswerBytesAsync(output => output.Write(answer.Rows.Span)).ConfigureAwait(false);
    }
}
