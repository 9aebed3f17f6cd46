using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>How many devices there are. Which permission the real hub asks for is not documented, so any of a back end's does.</summary>
internal sealed class StatisticsResource(HubRuntime hub)
{
    public void Map(RestRoutes routes)
    {
        routes.Map("GET", ServiceRoutes.DeviceStatisticsTemplate, DevicesAsync, HubPermissions.RegistryRead, HubPermissions.ServiceConnect);
        routes.Map("GET", ServiceRoutes.ServiceStatisticsTemplate, ServiceAsync, HubPermissions.ServiceConnect, HubPermissions.RegistryRead);
    }

    private Task DevicesAsync(RestCall call)
    {
        var statistics = hub.GetStatistics();
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("totalDeviceCount", statistics.TotalDeviceCount);
            writer.WriteNumber("enabledDeviceCount", statistics.EnabledDeviceCount);
            writer.WriteNumber("disabledDeviceCount", statistics.DisabledDeviceCount);
            writer.WriteEndObject();
        });
    }

    private Task ServiceAsync(RestCall call)
    {
        var statistics = hub.GetStatistics();
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("connectedDeviceCount", statistics.ConnectedDeviceCount);
            writer.WriteEndObject();
        });
    }
}
