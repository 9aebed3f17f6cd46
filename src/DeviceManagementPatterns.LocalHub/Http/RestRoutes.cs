using System.Text.RegularExpressions;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Maps calls, each behind the same door: api-version, token, and errors in the shape that its SDKs expect.</summary>
internal sealed partial class RestRoutes(IEndpointRouteBuilder endpoints, HubRuntime hub, ILogger logger)
{
    private readonly ServiceAuthorizer _authorizer = new(hub);
    private readonly RestFaults _faults = new(hub.Faults);

    public void Map(string method, string path, Func<RestCall, Task> answer, params HubPermissions[] anyOf) =>
        Map(method, path, answer, ErrorShape.A, anyOf);

    public void Map(string method, string path, Func<RestCall, Task> answer, ErrorShape shape, params HubPermissions[] anyOf)
    {
        var operation = RestOperations.Of(method, path);
        endpoints.MapMethods(
            path, [method], (RequestDelegate)(http => AnswerAsync(http, call => _faults.MeetAsync(call, operation, answer), shape, anyOf)));
    }

    /// <summary>Be liberal: any version of the form 20YY-MM-DD, with or without -preview.</summary>
    [GeneratedRegex(@"^20\d\d-\d\d-\d\d(-preview)?$", RegexOptions.CultureInvariant)]
    private static partial Regex ApiVersionForm();

    /// <summary>What is LocalHub's own has no versions.</summary>
    private static void CheckVersion(HttpRequest request)
    {
        if (request.Path.StartsWithSegments(LocalHubRoutes.Root))
        {
            return;
        }

        string? version = request.Query["api-version"];
        if (version is null || !ApiVersionForm().IsMatch(version))
        {
            throw new HubException(
                HubErrorCode.InvalidProtocolVersion,
                version is null ? "The query string has no api-version." : $"The api-version '{LogText.Of(version)}' is not known.");
        }
    }

    private async Task AnswerAsync(HttpContext http, Func<RestCall, Task> answer, ErrorShape shape, HubPermissions[] anyOf)
    {
        try
        {
            CheckVersion(http.Request);
            _authorizer.Demand(http.Request, anyOf);
            await answer(new RestCall(http)).ConfigureAwait(false);
        }
        catch (HubException e) when (!http.Response.HasStarted)
        {
            var isAlwaysA = e.Code is HubErrorCode.IotHubUnauthorizedAccess or HubErrorCode.DeviceNotFound;
            logger.RestRefused(http.Request.Method, LogText.Of(http.Request.Path), (int?)e.Code ?? 0, e.Message);
            await RestErrors.WriteAsync(http, e, isAlwaysA ? ErrorShape.A : shape, hub.Time).ConfigureAwait(false);
        }
    }
}
