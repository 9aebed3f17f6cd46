using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.HubQueries;
using DeviceManagementPatterns.LocalHub.Limits;
using DeviceManagementPatterns.LocalHub.Runtime.Configurations;
using DeviceManagementPatterns.Wire;
using Microsoft.AspNetCore.Http;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Automatic configurations. The permission is not documented: the registry's does, and so does that of back ends.</summary>
internal sealed class ConfigurationsResource(AutomaticConfigurations configurations, HubLimits limits)
{
    private static readonly HubPermissions[] Reading = [HubPermissions.RegistryRead, HubPermissions.ServiceConnect];
    private static readonly HubPermissions[] Writing = [HubPermissions.RegistryWrite, HubPermissions.ServiceConnect];

    public void Map(RestRoutes routes)
    {
        routes.Map("GET", ServiceRoutes.ConfigurationsTemplate, Metered(ListAsync), Reading);
        routes.Map("POST", ServiceRoutes.ConfigurationTestTemplate, Metered(TestAsync), Reading);
        routes.Map("GET", ServiceRoutes.ConfigurationTemplate, Metered(call => AnswerAsync(call, configurations.Get(IdOf(call)))), Reading);
        routes.Map("PUT", ServiceRoutes.ConfigurationTemplate, Metered(PutAsync), Writing);
        routes.Map("DELETE", ServiceRoutes.ConfigurationTemplate, Metered(DeleteAsync), Writing);
        routes.Map("POST", ServiceRoutes.ApplyContentTemplate, Metered(ApplyAsync), Writing);
    }

    private static string IdOf(RestCall call) => (string)call.Http.Request.RouteValues["configurationId"]!;

    private static Task AnswerAsync(RestCall call, ConfigurationSnapshot configuration) =>
        call.AnswerAsync(writer => ConfigurationJson.Write(writer, configuration), configuration.Configuration.ETag);

    private static void Write(Utf8JsonWriter writer, ConfigurationTest test)
    {
        writer.WriteStartObject();
        if (test.ConditionError is { } error)
        {
            writer.WriteString("targetConditionError"u8, error);
        }

        ConfigurationJson.WriteTexts(writer, "customMetricQueryErrors"u8, test.MetricErrors);
        writer.WriteEndObject();
    }

    private Func<RestCall, Task> Metered(Func<RestCall, Task> answer) => limits.Metered(HubMeter.Configurations, answer);

    private Task ListAsync(RestCall call)
    {
        var found = configurations.List(RestCall.Integer(call.Http.Request.Query["top"], "top"));
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartArray();
            foreach (var configuration in found)
            {
                ConfigurationJson.Write(writer, configuration);
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>Without If-Match it creates, with it it changes.</summary>
    private async Task PutAsync(RestCall call)
    {
        var body = await call.ReadBodyAsync().ConfigureAwait(false);
        ETag? ifMatch = call.HasIfMatch ? call.IfMatch() : null;
        var configuration = await configurations.PutAsync(IdOf(call), body, ifMatch, call.Aborted).ConfigureAwait(false);
        call.Http.Response.StatusCode = ifMatch is null ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await AnswerAsync(call, configuration).ConfigureAwait(false);
    }

    private async Task DeleteAsync(RestCall call)
    {
        await configurations.DeleteAsync(IdOf(call), call.IfMatch(), call.Aborted).ConfigureAwait(false);
        call.AnswerNothing();
    }

    private async Task TestAsync(RestCall call)
    {
        var test = configurations.Test(await call.ReadBodyAsync().ConfigureAwait(false));
        await call.AnswerAsync(writer => Write(writer, test)).ConfigureAwait(false);
    }

    private async Task ApplyAsync(RestCall call)
    {
        var body = await call.ReadBodyAsync().ConfigureAwait(false);
        await configurations.ApplyContentAsync(call.Id, body, call.Aborted).ConfigureAwait(false);
        call.AnswerNothing();
    }
}
