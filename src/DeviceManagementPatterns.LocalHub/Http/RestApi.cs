using System.Globalization;
using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.HubQueries;
using DeviceManagementPatterns.LocalHub.Runtime.Configurations;
using DeviceManagementPatterns.LocalHub.Runtime.Jobs;
using DeviceManagementPatterns.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>The service's REST interface.</summary>
internal sealed class RestApi(HubRuntime hub, HubQueryExecutor queries, JobScheduler jobs, AutomaticConfigurations configurations, HubFaults faults)
{
    private readonly ILogger _logger = hub.Loggers.CreateLogger("DeviceManagementPatterns.LocalHub.Http");

    public void Map(IEndpointRouteBuilder endpoints, CancellationToken stopping)
    {
        var routes = new RestRoutes(endpoints, hub, _logger);
        new IdentityListsResource(hub).Map(routes);
        new IdentityResource(hub).Map(routes);
        new StatisticsResource(hub).Map(routes);
        new TwinsResource(hub).Map(routes);
        new MethodsResource(hub, stopping).Map(routes);
        new QueryResource(queries, hub.Limits).Map(routes);
        new JobsResource(jobs, hub.Limits).Map(routes);
        new ConfigurationsResource(configurations, hub.Limits).Map(routes);
        new MessagesResource(hub.Messages, hub.Limits).Map(routes);
        new TelemetryResource(hub.Telemetry, hub.Time, stopping).Map(routes);
        new FaultsResource(faults).Map(routes);
        new DisconnectResource(hub).Map(routes);
    }

    public Outage Outage => faults.Outage;

    /// <summary>Around all calls: marks the answer, and gives JSON where the framework would give nothing or HTML.</summary>
    public async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        if (Outage.IsDown)
        {
            http.Abort();
            return;
        }

        http.Response.Headers[WireNames.RequestIdHeader] = Guid.NewGuid().ToString();
        http.Response.Headers.Date = hub.Time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        try
        {
            await next(http).ConfigureAwait(false);
            await CompleteAsync(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            _logger.RestAborted(http.Request.Method, LogText.Of(http.Request.Path));
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            var code = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? HubErrorCode.MessageTooLarge : HubErrorCode.GenericBadRequest;
            await RestErrors.WriteAsync(http, new HubException(code, e.Message), ErrorShape.A, hub.Time).ConfigureAwait(false);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            _logger.RestFailed(http.Request.Method, LogText.Of(http.Request.Path), e);
            var answer = new HubException(HubErrorCode.ServerError, "LocalHub failed; its log has the exception.");
            await RestErrors.WriteAsync(http, answer, ErrorShape.A, hub.Time).ConfigureAwait(false);
        }
    }

    private Task CompleteAsync(HttpContext http)
    {
        if (http.Response.HasStarted || http.Response.ContentLength > 0)
        {
            return Task.CompletedTask;
        }

        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => RestErrors.WriteNotFoundAsync(http, hub.Time),
            StatusCodes.Status405MethodNotAllowed => RestErrors.WriteAsync(
                http,
                new HubException(HubErrorCode.GenericMethodNotAllowed, $"{http.Request.Method} is not offered at '{LogText.Of(http.Request.Path)}'."),
                ErrorShape.A,
                hub.Time),
            _ => Task.CompletedTask,
        };
    }
}
