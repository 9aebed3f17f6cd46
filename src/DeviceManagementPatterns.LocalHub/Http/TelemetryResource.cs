using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Runtime.Telemetry;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>What devices have sent. IoT Hub gives it out by AMQP only, so reading it by REST is LocalHub's own: a page at a time, or as a stream.</summary>
internal sealed class TelemetryResource(TelemetryBuffer telemetry, TimeProvider time, CancellationToken stopping)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;
    private const int MaxWaitSeconds = 60;

    private readonly TelemetryStream _stream = new(telemetry, time, stopping);

    public void Map(RestRoutes routes)
    {
        routes.Map("GET", LocalHubRoutes.TelemetryTemplate, ReadAsync, HubPermissions.ServiceConnect);
        routes.Map("GET", LocalHubRoutes.TelemetryStreamTemplate, call => _stream.WriteAsync(call, CursorOf(call)), HubPermissions.ServiceConnect);
    }

    private static TelemetryCursor CursorOf(RestCall call) =>
        new(call.Whole("after", 0, long.MaxValue) ?? 0, call.Http.Request.Query["device"] is [{ Length: > 0 } deviceId] ? deviceId : null);

    private static Task AnswerAsync(RestCall call, TelemetrySlice slice) => call.AnswerAsync(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("messages"u8);
        foreach (var message in slice.Messages)
        {
            TelemetryJson.Write(writer, message.ToPublic());
        }

        writer.WriteEndArray();
        writer.WriteNumber("overwritten"u8, slice.Overwritten);
        writer.WriteNumber("next"u8, slice.Next);
        writer.WriteEndObject();
    });

    private async Task ReadAsync(RestCall call)
    {
        var cursor = CursorOf(call);
        var maxCount = (int)(call.Whole("max", 1, MaxPageSize) ?? DefaultPageSize);
        var wait = TimeSpan.FromSeconds(call.Whole("wait", 0, MaxWaitSeconds) ?? 0);
        var slice = wait > TimeSpan.Zero
            ? await ReadAsync(cursor, maxCount, wait, call.Aborted).ConfigureAwait(false)
            : telemetry.Read(cursor, maxCount);
        await AnswerAsync(call, slice).ConfigureAwait(false);
    }

    /// <summary>The next messages, or none where the time is over or the hub stops.</summary>
    private async Task<TelemetrySlice> ReadAsync(TelemetryCursor cursor, int maxCount, TimeSpan wait, CancellationToken aborted)
    {
        using var limit = new CancellationTokenSource(wait, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborted, stopping);
        var slice = telemetry.Read(cursor, maxCount);
        try
        {
            while (slice is { Messages.Count: 0, IsEnd: false })
            {
                await telemetry.WaitAsync(slice.Next).WaitAsync(ended.Token).ConfigureAwait(false);
                var later = telemetry.Read(cursor with { After = slice.Next }, maxCount);
                slice = later with { Overwritten = slice.Overwritten + later.Overwritten };
            }
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            // Nothing came: the empty page says where to go on.
        }

        return slice;
    }
}
