using System.Collections.Concurrent;
using System.Text;
using DeviceManagementPatterns.AzureDevices.Links;
using Newtonsoft.Json;

namespace DeviceManagementPatterns.AzureDevices.Tests.Fakes;

/// <summary>
/// What a DeviceClient of SDK 1.x was seen to do (official-sdk-members.md): handlers by name beside a default one, a single slot for
/// desired updates, replies sent without acknowledgement after the handler, calls that wait for ever while offline.
/// </summary>
internal sealed class FakeSdkClient
{
    private readonly ConcurrentDictionary<string, Func<byte[]?, Task<DeviceLink.MethodReply>>> _handlers = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _never = new();

    public FakeSdkClient() => Link = new DeviceLink
    {
        SetMethodHandler = SetMethodHandlerAsync,
        SetDesiredCallback = SetDesiredCallbackAsync,
        GetTwin = GetTwinAsync,
        UpdateReported = (patch, stop) =>
        {
            ReportedPatches.Enqueue(JsonConvert.SerializeObject(patch));
            return AnswerAsync(stop);
        },
    };

    public DeviceLink Link { get; }

    /// <summary>What happened on the connection and around it, in order.</summary>
    public ConcurrentQueue<string> Happened { get; } = new();

    public ConcurrentQueue<string> ReportedPatches { get; } = new();

    public Func<byte[]?, Task<DeviceLink.MethodReply>>? DefaultHandler { get; set; }

    /// <summary>Whether calls wait until their token ends, or, deaf as well, for ever.</summary>
    public bool IsOffline { get; set; }

    public bool IsDeafToTokens { get; set; }

    /// <summary>Fails the next calls.</summary>
    public Func<Exception>? Failure { get; set; }

    /// <summary>Runs while a twin read is on its way.</summary>
    public Action<CancellationToken>? DuringTwinRead { get; set; }

    /// <summary>Holds the client up between the handler's return and its await.</summary>
    public Action? BeforeAwaitingReply { get; set; }

    public Action? DesiredCallback { get; private set; }

    public int DesiredCallbacksTaken { get; private set; }

    public int TwinReads => Happened.Count(what => what == "twin read");

    public int DesiredVersion { get; set; } = 1;

    public string ReportedJson { get; set; } = """{"$version":1}""";

    public bool Answers(string methodName) => _handlers.ContainsKey(methodName);

    public Func<byte[]?, Task<DeviceLink.MethodReply>> HandlerOf(string methodName) => _handlers[methodName];

    /// <summary>A call that reaches the client from the hub.</summary>
    public async Task<string> CallAsync(string methodName, string? payload = null)
    {
        var handler = _handlers.GetValueOrDefault(methodName, DefaultHandler!);
        var answer = handler(payload is null ? null : Encoding.UTF8.GetBytes(payload));
        BeforeAwaitingReply?.Invoke();
        var reply = await answer.ConfigureAwait(false);
        Happened.Enqueue("reply sent");
        return $"{reply.Status} {Encoding.UTF8.GetString(reply.Body)}";
    }

    /// <summary>The back end writes desired properties and the hub tells the client.</summary>
    public void ChangeDesired()
    {
        DesiredVersion++;
        DesiredCallback?.Invoke();
    }

    private async Task SetMethodHandlerAsync(string name, Func<byte[]?, Task<DeviceLink.MethodReply>>? handler, CancellationToken stop)
    {
        await AnswerAsync(stop);
        if (handler is null)
        {
            _handlers.TryRemove(name, out _);
        }
        else
        {
            _handlers[name] = handler;
        }
    }

    private async Task SetDesiredCallbackAsync(Action changed, CancellationToken stop)
    {
        await AnswerAsync(stop);
        DesiredCallback = changed.ShouldNotBeNull();
        DesiredCallbacksTaken++;
    }

    private async Task<DeviceLink.TwinSections> GetTwinAsync(CancellationToken stop)
    {
        Happened.Enqueue("twin read");
        DuringTwinRead?.Invoke(stop);
        await AnswerAsync(stop);
        return new DeviceLink.TwinSections($$"""{"step":{{DesiredVersion}},"$version":{{DesiredVersion}}}""", ReportedJson);
    }

    private async Task AnswerAsync(CancellationToken stop)
    {
        if (Failure?.Invoke() is { } failure)
        {
            throw failure;
        }

        if (IsOffline)
        {
            await (IsDeafToTokens ? _never.Task : _never.Task.WaitAsync(stop));
        }
    }
}
