using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.LocalHub.Tests.Http;
using DeviceManagementPatterns.LocalHub.Tests.Mqtt;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.LocalHub.Tests;

/// <summary>A hub on free ports with what a test needs to talk to it. Any logged error fails the test at the end.</summary>
internal sealed class RunningHub : IAsyncDisposable
{
    private readonly LogRecorder _log;
    private readonly X509Certificate2 _authority;
    private readonly List<IDisposable> _owned = [];

    private RunningHub(LocalIotHub hub, LocalHubOptions options, LogRecorder log)
    {
        (Hub, Time, _log) = (hub, options.TimeProvider, log);
        _authority = X509Certificate2.CreateFromPem(hub.CaCertificatePem);
    }

    public LocalIotHub Hub { get; }

    public TimeProvider Time { get; }

    public IEnumerable<string> LogMessages => _log.Messages;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<RunningHub> StartAsync(TimeProvider? time = null, Action<LocalHubOptions>? configure = null)
    {
        var log = new LogRecorder();
        var options = new LocalHubOptions { TimeProvider = time ?? TimeProvider.System, LoggerFactory = log };
        configure?.Invoke(options);
        return new RunningHub(await LocalIotHub.StartAsync(options, Stop), options, log);
    }

    /// <summary>REST calls under a policy.</summary>
    public RestCaller Rest(string policyName = "iothubowner")
    {
        var policy = ServiceConnectionString.Parse(Hub.GetConnectionString(policyName));
        var caller = new RestCaller(Trusting(), Hub.HttpsPort, () => Token(policy.HostName, policy.SharedAccessKey!, policy.SharedAccessKeyName));
        _owned.Add(caller);
        return caller;
    }

    public HttpClient Trusting()
    {
        var handler = new SocketsHttpHandler { SslOptions = TrustOptions() };
        return new HttpClient(handler);
    }

    public SslClientAuthenticationOptions TrustOptions() => new()
    {
        TargetHost = Hub.HostName,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _authority },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    public string Token(string resource, string key, string? policyName = null, TimeSpan? life = null) =>
        SasToken.Make(resource, key, Time.GetUtcNow() + (life ?? TimeSpan.FromHours(1)), policyName);

    /// <summary>A TLS connection to the MQTT port, with nothing sent yet.</summary>
    public async Task<MqttWire> DialAsync()
    {
        var wire = await MqttWire.DialAsync(Hub.MqttsPort, TrustOptions(), Stop);
        _owned.Add(wire);
        return wire;
    }

    /// <summary>The password of a registered device.</summary>
    public string DeviceToken(string deviceId, TimeSpan? life = null)
    {
        var device = DeviceConnectionString.Parse(Hub.GetDeviceConnectionString(deviceId));
        return Token($"{Hub.HostName}/devices/{deviceId}", device.SharedAccessKey!, life: life);
    }

    /// <summary>Registers a device where it is new, and connects it.</summary>
    public async Task<MqttWire> ConnectAsync(string deviceId, bool cleanSession = true, ushort keepAlive = 60)
    {
        await Rest().PutAsync($"/devices/{deviceId}", $$"""{"deviceId":"{{deviceId}}"}""");
        var wire = await DialAsync();
        await wire.SendAsync(MqttWire.Connect(deviceId, DeviceToken(deviceId), cleanSession, keepAlive));
        (await wire.ReceiveAsync<MQTTnet.Packets.MqttConnAckPacket>()).ReturnCode.ShouldBe(MQTTnet.Protocol.MqttConnectReturnCode.ConnectionAccepted);
        return wire;
    }

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(owned => owned.Dispose());
        await Hub.DisposeAsync();
        _authority.Dispose();
        _log.Errors.ShouldBeEmpty();
    }
}
