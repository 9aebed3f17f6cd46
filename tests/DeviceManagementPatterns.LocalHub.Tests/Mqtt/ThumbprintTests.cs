using System.Net.WebSockets;
using DeviceManagementPatterns.LocalHub.Tests.Certificates;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

/// <summary>Devices of type selfSigned: the certificate's thumbprint is registered, and nobody has to have signed it.</summary>
public sealed class ThumbprintTests : IDisposable
{
    private static readonly string Other = new('A', 40);

    private readonly TestCertificates _certificates = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_thumbprint_of_either_kind_in_either_slot_and_case_lets_the_device_in()
    {
        await using var hub = await RunningHub.StartAsync();
        var certificate = _certificates.SelfSigned("any name");
        (string? Primary, string? Secondary)[] registrations =
        [
            (certificate.Sha1(), null),
            (certificate.Sha256(), null),
            (certificate.Sha1().ToLowerInvariant(), null),
            (certificate.Sha256().ToLowerInvariant(), Other),
            (Other, certificate.Sha1()),
            (null, certificate.Sha256()),
        ];
        for (var i = 0; i < registrations.Length; i++)
        {
            await hub.RegisterThumbprintAsync($"d{i}", registrations[i].Primary, registrations[i].Secondary);

            using var wire = await hub.ShowAsync($"d{i}", TestCertificates.Shown(certificate));

            await wire.ShouldBeAcceptedAsync(hub);
        }
    }

    [Fact]
    public async Task What_connected_works_and_a_certificate_sets_no_end_to_the_link()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));
        await using var hub = await RunningHub.StartAsync(time);
        var certificate = _certificates.SelfSigned("d1");
        await hub.RegisterThumbprintAsync("d1", certificate.Sha256());
        using var wire = await hub.ShowAsync("d1", TestCertificates.Shown(certificate));
        await wire.ShouldBeAcceptedAsync(hub);

        for (var i = 0; i < 100; i++)
        {
            time.Advance(TimeSpan.FromSeconds(60));
            await wire.SendAsync(new MqttPingReqPacket());
            await wire.ReceiveAsync<MqttPingRespPacket>();
        }

        await wire.SubscribeAsync("$iothub/twin/res/#");
        await wire.PublishAsync("$iothub/twin/GET/?$rid=1");
        (await wire.ReceiveMessageAsync()).ShouldStartWith("$iothub/twin/res/200/?$rid=1 ");
    }

    [Fact]
    public async Task A_module_has_a_thumbprint_of_its_own()
    {
        await using var hub = await RunningHub.StartAsync();
        var (device, module) = (_certificates.SelfSigned("device"), _certificates.SelfSigned("module"));
        await hub.RegisterThumbprintAsync("d1", device.Sha1());
        await hub.RegisterThumbprintAsync("d1/m1", module.Sha1());

        using var right = await hub.ShowAsync("d1/m1", TestCertificates.Shown(module));
        await right.ShouldBeAcceptedAsync(hub);
        using var wrong = await hub.ShowAsync("d1/m1", TestCertificates.Shown(device));
        await wrong.ShouldBeRefusedAsync(hub, "d1/m1", "Thumbprint does not match configuration");
    }

    [Fact]
    public async Task Another_certificate_is_refused_and_the_log_names_both()
    {
        await using var hub = await RunningHub.StartAsync();
        var (registered, shown) = (_certificates.SelfSigned("d1"), _certificates.SelfSigned("d1"));
        await hub.RegisterThumbprintAsync("d1", registered.Sha1(), registered.Sha256());

        using var wire = await hub.ShowAsync("d1", TestCertificates.Shown(shown));

        await wire.ShouldBeRefusedAsync(
            hub,
            "d1",
            $"SHA1Hash={shown.Sha1()}, SHA2Hash={shown.Sha256()}",
            $"PrimaryThumbprint={registered.Sha1()}, SecondaryThumbprint={registered.Sha256()}");
    }

    [Fact]
    public async Task What_is_not_shown_as_registered_is_refused()
    {
        await using var hub = await RunningHub.StartAsync();
        var certificate = _certificates.SelfSigned("d1");
        await hub.RegisterThumbprintAsync("thumbprint", certificate.Sha1());
        await hub.RegisterThumbprintAsync("disabled", certificate.Sha1());
        await hub.RegisterAsync("none", """{"type":"none"}""");
        await hub.Hub.CreateDeviceAsync("sas", Stop);
        await hub.Rest().PutAsync(
            "/devices/disabled",
            $$"""{"deviceId":"disabled","status":"disabled","authentication":{"x509Thumbprint":{"primaryThumbprint":"{{certificate.Sha1()}}"} } }""",
            "*");
        var policyKey = Wire.ServiceConnectionString.Parse(hub.Hub.GetConnectionString("device")).SharedAccessKey!;
        var policyToken = hub.Token("localhost", policyKey, "device");
        var cases = new (string ClientId, bool ShowsCertificate, string? Password, string Reason)[]
        {
            ("thumbprint", false, null, "showed no certificate"),
            ("thumbprint", false, policyToken, "a token does not let it in: it is registered with authentication type selfSigned"),
            ("thumbprint", true, policyToken, "never both"),
            ("sas", true, null, "it is registered with keys and must show a token"),
            ("sas", true, hub.DeviceToken("sas"), "never both"),
            ("none", true, null, "none, which lets nobody in"),
            ("none", false, policyToken, "authentication type none"),
            ("none", false, null, "showed no certificate"),
            ("disabled", true, null, "it is disabled"),
            ("unknown", true, null, "'unknown' is not registered"),
        };
        foreach (var (clientId, showsCertificate, password, reason) in cases)
        {
            using var wire = await hub.ShowAsync(clientId, showsCertificate ? TestCertificates.Shown(certificate) : null, password);

            await wire.ShouldBeRefusedAsync(hub, clientId, reason);
        }
    }

    [Fact]
    public async Task An_empty_password_is_none()
    {
        await using var hub = await RunningHub.StartAsync();
        var certificate = _certificates.SelfSigned("d1");
        await hub.RegisterThumbprintAsync("d1", certificate.Sha1());

        using var wire = await hub.ShowAsync("d1", TestCertificates.Shown(certificate), "");

        await wire.ShouldBeAcceptedAsync(hub);
    }

    [Fact]
    public async Task The_hubs_clock_decides_whether_a_certificate_is_valid()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2031, 6, 1, 12, 0, 0, TimeSpan.Zero));
        await using var hub = await RunningHub.StartAsync(time);
        var certificate = _certificates.SelfSigned("d1", time.GetUtcNow().AddMinutes(1), time.GetUtcNow().AddMinutes(3));
        await hub.RegisterThumbprintAsync("d1", certificate.Sha1());

        using var early = await hub.ShowAsync("d1", TestCertificates.Shown(certificate));
        await early.ShouldBeRefusedAsync(hub, "d1", "not valid before 2031-06-01 12:01:00Z");
        time.Advance(TimeSpan.FromMinutes(2));
        using var inTime = await hub.ShowAsync("d1", TestCertificates.Shown(certificate));
        await inTime.ShouldBeAcceptedAsync(hub);
        time.Advance(TimeSpan.FromMinutes(2));
        using var late = await hub.ShowAsync("d1", TestCertificates.Shown(certificate));
        await late.ShouldBeRefusedAsync(hub, "d1", "has expired on 2031-06-01 12:03:00Z");
    }

    [Fact]
    public async Task A_new_thumbprint_counts_from_the_next_connection_on()
    {
        await using var hub = await RunningHub.StartAsync();
        var (first, second) = (_certificates.SelfSigned("first"), _certificates.SelfSigned("second"));
        await hub.RegisterThumbprintAsync("d1", first.Sha1());
        using var wire = await hub.ShowAsync("d1", TestCertificates.Shown(first));
        await wire.ShouldBeAcceptedAsync(hub);

        await hub.Rest().PutAsync(
            "/devices/d1", $$"""{"deviceId":"d1","authentication":{"x509Thumbprint":{"primaryThumbprint":"{{second.Sha1()}}"} } }""", "*");

        await wire.SendAsync(new MqttPingReqPacket());
        await wire.ReceiveAsync<MqttPingRespPacket>();
        using var old = await hub.ShowAsync("d1", TestCertificates.Shown(first));
        await old.ShouldBeRefusedAsync(hub, "d1", "Thumbprint does not match configuration");
        using var current = await hub.ShowAsync("d1", TestCertificates.Shown(second));
        await current.ShouldBeAcceptedAsync(hub);
        await wire.ShouldEndAsync();
    }

    [Fact]
    public async Task A_device_that_is_disabled_or_deleted_is_dropped_at_once()
    {
        await using var hub = await RunningHub.StartAsync();
        var certificate = _certificates.SelfSigned("any");
        await hub.RegisterThumbprintAsync("d1", certificate.Sha1());
        await hub.RegisterThumbprintAsync("d2", certificate.Sha1());
        using var disabled = await hub.ShowAsync("d1", TestCertificates.Shown(certificate));
        await disabled.ShouldBeAcceptedAsync(hub);
        using var deleted = await hub.ShowAsync("d2", TestCertificates.Shown(certificate));
        await deleted.ShouldBeAcceptedAsync(hub);

        await hub.Rest().PutAsync(
            "/devices/d1",
            $$"""{"deviceId":"d1","status":"disabled","authentication":{"x509Thumbprint":{"primaryThumbprint":"{{certificate.Sha1()}}"} } }""",
            "*");
        await hub.Rest().DeleteAsync("/devices/d2", "*");

        await disabled.ShouldEndAsync();
        await deleted.ShouldEndAsync();
    }

    [Fact]
    public async Task Over_WebSockets_the_same_certificate_counts_and_REST_needs_none()
    {
        await using var hub = await RunningHub.StartAsync();
        var (certificate, other) = (_certificates.SelfSigned("d1"), _certificates.SelfSigned("d1"));
        await hub.RegisterThumbprintAsync("d1", certificate.Sha256());

        foreach (var (shown, code) in new[] { (certificate, 0), (other, 5) })
        {
            using var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("mqtt");
            using var handler = new SocketsHttpHandler { SslOptions = hub.TrustOptions(TestCertificates.Shown(shown)) };
            using var invoker = new HttpMessageInvoker(handler);
            await socket.ConnectAsync(new Uri($"wss://localhost:{hub.Hub.HttpsPort}/$iothub/websocket"), invoker, Stop);
            using var wire = new MqttWire(WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true));

            await wire.SendAsync(MqttWire.Connect("d1", null));

            ((int)(await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode).ShouldBe(code);
        }
    }
}
