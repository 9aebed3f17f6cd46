using System.Globalization;
using System.Text.Json;
using DeviceManagementPatterns.Http;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeviceManagementPatterns;

/// <summary>
/// The back end's end of a link to an IoT Hub, over its REST interface (api-version 2021-04-12). One instance serves a whole program;
/// it may be used by many threads.
/// </summary>
public sealed class IotHubServiceClient : IServiceClient
{
    private const int MaxPageSize = 100;
    private static readonly TimeSpan MethodTimeoutMargin = TimeSpan.FromSeconds(10);

    private readonly HubHttp _http;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="connectionString">
    /// A policy's connection string, <c>HostName=…;SharedAccessKeyName=…;SharedAccessKey=…</c>. The policy needs the permission
    /// ServiceConnect, as <c>service</c> and <c>iothubowner</c> have it. <c>HostName</c> may carry a port.
    /// </param>
    /// <param name="options">Trust, timeouts and repetitions; the defaults where left out.</param>
    /// <param name="loggerFactory">Where repetitions are logged; nowhere where left out.</param>
    /// <param name="timeProvider">The clock; the system's where left out.</param>
    /// <exception cref="ArgumentException">The connection string or an option is not valid; the message names what and the fix.</exception>
    public IotHubServiceClient(
        string connectionString,
        IotHubServiceOptions? options = null,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null)
        : this(HubHttp.ForPolicy(
            connectionString, options, (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<IotHubServiceClient>(), timeProvider))
    {
    }

    internal IotHubServiceClient(HubHttp http) => _http = http;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The device id, the method's name or a timeout is outside its limits.</exception>
    public async Task<DirectMethodResult> InvokeMethodAsync(
        string deviceId, DirectMethodCall call, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckDeviceId(deviceId);
        ServiceArguments.CheckCall(call);
        var request = new HubRequest($"Calling '{call.MethodName}' on '{deviceId}'", HttpMethod.Post, ServiceRoutes.Methods(deviceId))
        {
            Body = MethodJson.WriteCall(call),
            MakesDeviceAct = true,
            Timeout = call.ConnectTimeout + call.ResponseTimeout + MethodTimeoutMargin,
        };

        var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read<DirectMethodResult>(request, MethodJson.TryReadResult);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The device id is not one.</exception>
    public async Task<Twin?> GetTwinAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckDeviceId(deviceId);
        var request = HubRequest.Read($"Reading the twin of '{deviceId}'", ServiceRoutes.Twin(deviceId));
        try
        {
            var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return reply.Read<Twin>(request, TwinJson.TryReadTwin);
        }
        catch (HubException e) when (e.Code == HubErrorCode.DeviceNotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The device id is not one, or a part of the patch is not an object.</exception>
    public async Task<Twin> UpdateTwinAsync(
        string deviceId, TwinUpdate update, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ServiceArguments.CheckDeviceId(deviceId);
        ServiceArguments.CheckUpdate(update);
        var request = HubRequest.Write(
            $"Writing the twin of '{deviceId}'", HttpMethod.Patch, ServiceRoutes.Twin(deviceId), TwinJson.WriteUpdate(update), ifMatch);

        var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read<Twin>(request, TwinJson.TryReadTwin);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The query is empty, or the page size outside 1 to 100.</exception>
    public async Task<QueryPage> QueryAsync(
        string query, int? pageSize = null, string? continuation = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        ServiceArguments.CheckRange(nameof(pageSize), pageSize ?? MaxPageSize, 1, MaxPageSize);
        List<KeyValuePair<string, string>> headers = [];
        if (pageSize is { } size)
        {
            headers.Add(new(WireNames.MaxItemCountHeader, size.ToString(CultureInfo.InvariantCulture)));
        }

        if (!string.IsNullOrEmpty(continuation))
        {
            headers.Add(new(WireNames.ContinuationHeader, continuation));
        }

        var request = new HubRequest("The query", HttpMethod.Post, ServiceRoutes.Query)
        {
            Body = QueryJson.Write(query),
            Headers = headers,
            IsRepeatable = true,
        };

        var reply = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var rows = reply.Read<IReadOnlyList<JsonElement>>(request, QueryJson.TryReadRows);
        return new QueryPage(rows, reply.Header(WireNames.ContinuationHeader) is { Length: > 0 } next ? next : null);
    }

    /// <summary>Closes the connections; calls that are under way fail.</summary>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
