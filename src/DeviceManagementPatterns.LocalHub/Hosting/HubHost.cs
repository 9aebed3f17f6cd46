using System.Net;
using DeviceManagementPatterns.LocalHub.Certificates;
using DeviceManagementPatterns.LocalHub.Faults;
using DeviceManagementPatterns.LocalHub.Http;
using DeviceManagementPatterns.LocalHub.Mqtt;
using DeviceManagementPatterns.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Hosting;

/// <summary>The web host behind the hub's two ports. It reads no configuration and no environment variables but ours.</summary>
internal sealed class HubHost : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private readonly DeviceAuthorities _authorities;
    private readonly MqttEndpoint _mqtt;
    private readonly ListenSockets _mqttsSockets;
    private readonly ListenSockets _httpsSockets;
    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _application;

    private HubHost(
        HubRuntime hub, RestApi api, HubCertificates certificates, LocalHubOptions options, ListenSockets mqtts, ListenSockets https)
    {
        (_mqttsSockets, _httpsSockets) = (mqtts, https);
        _authorities = new DeviceAuthorities(options.DeviceCertificateAuthorities);
        _mqtt = new MqttEndpoint(hub, _authorities, options.TokenExpiryGrace);
        api.Outage.HangUpAll = _mqtt.Links.HangUpAll;
        _application = Build(hub, api, certificates);
    }

    public int MqttsPort => _mqttsSockets.Port;

    public int HttpsPort => _httpsSockets.Port;

    /// <exception cref="IOException">A port or the address cannot be had.</exception>
    public static async Task<HubHost> StartAsync(
        HubRuntime hub, RestApi api, HubCertificates certificates, LocalHubOptions options, CancellationToken cancellationToken)
    {
        ListenSockets? mqtts = null;
        ListenSockets? https = null;
        HubHost? host = null;
        try
        {
            mqtts = ListenSockets.Open(options.ListenAddress, options.MqttsPort, $"{nameof(LocalHubOptions)}.{nameof(LocalHubOptions.MqttsPort)} (dmp hub --mqtts-port)");
            https = ListenSockets.Open(options.ListenAddress, options.HttpsPort, $"{nameof(LocalHubOptions)}.{nameof(LocalHubOptions.HttpsPort)} (dmp hub --https-port)");
            host = new HubHost(hub, api, certificates, options, mqtts, https);
            await host._application.StartAsync(cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch
        {
            mqtts?.Dispose();
            https?.Dispose();
            if (host is not null)
            {
                await host.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Ends all links and calls, and frees the ports.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _mqtt.Links.CloseAll();
        _mqtt.Telemetry.End();
        await _application.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _mqttsSockets.Dispose();
        _httpsSockets.Dispose();
        _mqtt.Dispose();
        _authorities.Dispose();
        _stopping.Dispose();
    }

    private WebApplication Build(HubRuntime hub, RestApi api, HubCertificates certificates)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "LocalHub" });
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(hub.Loggers));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddRoutingCore();
        builder.Services.AddConnections();
        builder.Services.AddSingleton(_mqtt);
        builder.Services.AddSingleton<MqttConnectionHandler>();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, certificates, api.Outage));
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = SocketFor);

        var application = builder.Build();
        application.Use(api.GuardAsync);
        application.Use(EscapedSlashes.ResolveAsync);
        application.UseRouting();
        application.MapConnectionHandler<MqttConnectionHandler>(WireNames.WebSocketPath, ConfigureWebSocket);
        api.Map(application, _stopping.Token);
        new AboutResource(hub, MqttsPort, HttpsPort).Map(application);
        return application;
    }

    private void Listen(KestrelServerOptions kestrel, HubCertificates certificates, Outage outage)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RestLimits.BulkBodyLength;
        var tls = new HubTls(certificates).Options;
        foreach (var endPoint in _mqttsSockets.EndPoints)
        {
            kestrel.Listen(endPoint, listen =>
            {
                listen.Use(outage.Around);
                listen.UseHttps(tls);
                listen.UseConnectionHandler<MqttConnectionHandler>();
            });
        }

        foreach (var endPoint in _httpsSockets.EndPoints)
        {
            kestrel.Listen(endPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(outage.Around);
                listen.UseHttps(tls);
            });
        }
    }

    private System.Net.Sockets.Socket SocketFor(EndPoint endPoint) =>
        _mqttsSockets.Find(endPoint) ?? _httpsSockets.Find(endPoint) ?? SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);

    private static void ConfigureWebSocket(HttpConnectionDispatcherOptions options)
    {
        options.Transports = HttpTransportType.WebSockets;
        options.WebSockets.SubProtocolSelector = offered =>
            offered.Contains(WireNames.WebSocketSubProtocol) ? WireNames.WebSocketSubProtocol : null!;
    }
}
