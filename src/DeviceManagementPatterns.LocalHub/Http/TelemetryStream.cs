using System.Buffers;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Runtime.Telemetry;

namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>
/// Writes messages as they come, one JSON object a line (NDJSON); <c>{"overwritten":n}</c> where the reader was too slow, and an empty line
/// where nothing came for a while, so that both ends learn of a broken connection. It ends when the hub stops.
/// </summary>
internal sealed class TelemetryStream(TelemetryBuffer telemetry, TimeProvider time, CancellationToken stopping)
{
    internal static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private const string ContentType = "application/x-ndjson; charset=utf-8";

    public async Task WriteAsync(RestCall call, TelemetryCursor cursor)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, stopping);
        try
        {
            await WriteAsync(call, cursor, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            // The hub stops, and so does the stream.
        }
    }

    private async Task WriteAsync(RestCall call, TelemetryCursor cursor, CancellationToken ended)
    {
        call.Http.Response.ContentType = ContentType;
        var output = call.Http.Response.BodyWriter;
        await output.FlushAsync(ended).ConfigureAwait(false);
        var slices = telemetry.FollowAsync(cursor, ended).GetAsyncEnumerator(ended);
        await using (slices.ConfigureAwait(false))
        {
            var next = slices.MoveNextAsync().AsTask();
            while (await ArrivesAsync(next, output, ended).ConfigureAwait(false))
            {
                await WriteAsync(output, slices.Current, ended).ConfigureAwait(false);
                next = slices.MoveNextAsync().AsTask();
            }
        }
    }

    /// <summary>Waits for what comes next; false at the end.</summary>
    private async Task<bool> ArrivesAsync(Task<bool> next, System.IO.Pipelines.PipeWriter output, CancellationToken ended)
    {
        while (!next.IsCompleted)
        {
            try
            {
                await next.WaitAsync(KeepAlive, time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                output.Write("\n"u8);
                await output.FlushAsync(ended).ConfigureAwait(false);
            }
        }

        return await next.ConfigureAwait(false);
    }

    private static async Task WriteAsync(System.IO.Pipelines.PipeWriter output, TelemetrySlice slice, CancellationToken ended)
    {
        if (slice.Overwritten > 0)
        {
            WriteLine(output, writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("overwritten"u8, slice.Overwritten);
                writer.WriteEndObject();
            });
        }

        foreach (var message in slice.Messages)
        {
            WriteLine(output, writer => TelemetryJson.Write(writer, message.ToPublic()));
            await output.FlushAsync(ended).ConfigureAwait(false);
        }
    }

    private static void WriteLine(IBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(output, HubJson.WriterOptions))
        {
            write(writer);
        }

        output.Write("\n"u8);
    }
}
