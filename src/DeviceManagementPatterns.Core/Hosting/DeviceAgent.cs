using System.Text.Json;
using DeviceManagementPatterns.Diagnostics;
using DeviceManagementPatterns.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeviceManagementPatterns.Hosting;

/// <summary>
/// A managed device: opens the link, answers the patterns' direct methods and carries out what they accept, until stopped.
/// <c>AddDeviceManagement</c> runs one in a host; a program without a container runs it itself.
/// </summary>
public sealed class DeviceAgent
{
    private readonly IDeviceClient _client;
    private readonly IReadOnlyList<DevicePattern> _patterns;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OperationEngine _engine;
    private readonly OperationReporter _reporter;
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1));

    /// <summary>Makes the agent; nothing is opened yet.</summary>
    /// <param name="client">The device's end of the link. The agent opens it and leaves it open.</param>
    /// <param name="patterns">What the device offers, each name once.</param>
    /// <param name="observers">Who is told about acknowledged reports; null for nobody.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    /// <param name="loggers">Where messages go; null for nowhere.</param>
    /// <exception cref="ArgumentException">No pattern, or one name twice.</exception>
    public DeviceAgent(
        IDeviceClient client,
        IEnumerable<DevicePattern> patterns,
        IEnumerable<IOperationObserver>? observers = null,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(patterns);
        _client = client;
        _patterns = [.. patterns];
        CheckNames(_patterns);
        _time = time ?? TimeProvider.System;
        _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("DeviceManagementPatterns.Device");
        _engine = new OperationEngine(new InMemoryOperationJournal(), _time, _logger);
        _reporter = new OperationReporter(client, [.. observers ?? []], _time, _logger);
    }

    /// <summary>Works until stopped. A hub that cannot be reached is tried again with backoff.</summary>
    /// <param name="cancellationToken">Stops the agent; what it was doing is concluded at the next start.</param>
    /// <exception cref="HubException">The hub refused the device, or its certificate is not trusted: trying again would not help.</exception>
    /// <exception cref="OperationCanceledException">The agent was stopped.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var registrations = new List<IAsyncDisposable>();
        try
        {
            var reported = await ConnectAsync(registrations, cancellationToken).ConfigureAwait(false);
            _logger.AgentReady(_client.DeviceId, string.Join(", ", _patterns.SelectMany(pattern => pattern.MethodNames)));
            await _engine.RunAsync(_patterns, reported, _reporter, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var registration in registrations)
            {
                await registration.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Handlers first: a hub that kept the device's subscriptions delivers calls from the first moment of the link, and they must not
    /// find a device that knows no methods.
    /// </summary>
    private async Task<TwinSection> ConnectAsync(List<IAsyncDisposable> registrations, CancellationToken cancellationToken)
    {
        var router = new MethodRouter(_engine);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await router.RegisterAsync(_client, _patterns, registrations, cancellationToken).ConfigureAwait(false);
                await _client.OpenAsync(cancellationToken).ConfigureAwait(false);
                var twin = await _client.GetTwinAsync(cancellationToken).ConfigureAwait(false);
                await _client.UpdateReportedAsync(WriteSupported(), cancellationToken).ConfigureAwait(false);
                return twin.Reported;
            }
            catch (HubException exception) when (exception.IsTransient)
            {
                var delay = _backoff.DelayBefore(attempt);
                _logger.LinkNotOpen(_client.DeviceId, exception.Message, delay);
                await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (HubException exception)
            {
                _logger.AgentFailed(_client.DeviceId, exception.Message);
                throw;
            }
        }
    }

    private JsonElement WriteSupported() => Json.Object(writer =>
    {
        writer.WriteStartObject(OperationContract.Root);
        writer.WriteStartObject(OperationContract.Supported);
        foreach (var pattern in _patterns)
        {
            writer.WriteNumber(pattern.Name, pattern.ContractVersion);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void CheckNames(IReadOnlyList<DevicePattern> patterns)
    {
        if (patterns.Count == 0)
        {
            throw new ArgumentException(
                "The device has no pattern, so there is nothing that it could be asked for. Add one, such as AddReboot().", nameof(patterns));
        }

        if (patterns.GroupBy(pattern => pattern.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The pattern '{twice.Key}' is added more than once. Add it once.", nameof(patterns));
        }
    }
}
