using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DeviceManagementPatterns.LocalHub.Tests.Certificates;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

/// <summary>Devices of type certificateAuthority: the certificate names the device, and a registered authority stands behind it.</summary>
public sealed class SignedCertificateTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("d1", "CN=d1")]
    [InlineData("d1", "C=CH, O=Example, CN=d1")]
    [InlineData("d1/m1", "CN=d1/m1")]
    [InlineData("a'b=c", "CN=\"a'b=c\"")]
    public async Task A_certificate_that_names_the_device_lets_it_in(string clientId, string subject)
    {
        var root = _certificates.Authority("Root");
        await using var hub = await StartAsync(root);
        await hub.RegisterSignedAsync(clientId.Split('/')[0]);
        if (clientId.Contains('/'))
        {
            await hub.RegisterSignedAsync(clientId);
        }

        using var wire = await hub.ShowAsync(clientId, TestCertificates.Shown(_certificates.Signed(subject, root)));

        await wire.ShouldBeAcceptedAsync(hub);
    }

    [Theory]
    [InlineData("d1", "CN=d2", "must be 'd1', and is 'd2'")]
    [InlineData("d1", "CN=D1", "must be 'd1', and is 'D1'")]
    [InlineData("d1", "CN=d10", "must be 'd1', and is 'd10'")]
    [InlineData("d1", "O=d1", "must be 'd1', and is ''")]
    [InlineData("d1", "CN=d2, CN=d1", "must be 'd1', and is 'd2', 'd1'")]
    [InlineData("d1", "CN=d1/m1", "must be 'd1', and is 'd1/m1'")]
    [InlineData("d1/m1", "CN=d1", "must be 'd1/m1', and is 'd1'")]
    [InlineData("d1/m1", "CN=m1", "must be 'd1/m1', and is 'm1'")]
    public async Task A_certificate_that_names_another_is_refused(string clientId, string subject, string reason)
    {
        var root = _certificates.Authority("Root");
        await using var hub = await StartAsync(root);
        await hub.RegisterSignedAsync("d1");
        await hub.RegisterSignedAsync("d1/m1");

        using var wire = await hub.ShowAsync(clientId, TestCertificates.Shown(_certificates.Signed(subject, root)));

        await wire.ShouldBeRefusedAsync(hub, clientId, reason, "SHA1Hash=", "SHA2Hash=");
    }

    [Fact]
    public async Task Two_devices_may_need_the_same_intermediates_and_none_profits_from_what_another_sent()
    {
        var root = _certificates.Authority("Root");
        var factory = _certificates.Authority("Factory", root);
        await using var hub = await StartAsync(root);
        await hub.RegisterSignedAsync("d1");
        await hub.RegisterSignedAsync("d2");
        var second = _certificates.Signed("CN=d2", factory);

        using var first = await hub.ShowAsync("d1", TestCertificates.Shown(_certificates.Signed("CN=d1", factory), factory));
        await first.ShouldBeAcceptedAsync(hub);
        using var alone = await hub.ShowAsync("d2", TestCertificates.Shown(second));
        await alone.ShouldBeRefusedAsync(hub, "d2", "no registered authority has signed it", "sent along none");
        using var whole = await hub.ShowAsync("d2", TestCertificates.Shown(second, factory));
        await whole.ShouldBeAcceptedAsync(hub);
    }

    [Fact]
    public async Task Intermediates_that_the_device_sends_lead_to_the_root_also_when_it_resumes_its_TLS_session()
    {
        var root = _certificates.Authority("Root");
        var factory = _certificates.Authority("Factory", root);
        var line = _certificates.Authority("Line", factory);
        var shown = TestCertificates.Shown(_certificates.Signed("CN=d1", line), line, factory, root);
        await using var hub = await StartAsync(root);
        await hub.RegisterSignedAsync("d1");

        for (var i = 0; i < 4; i++)
        {
            using var wire = await hub.ShowAsync("d1", shown);
            await wire.ShouldBeAcceptedAsync(hub);
            await wire.SendAsync(new MQTTnet.Packets.MqttDisconnectPacket());
            await wire.ShouldEndAsync();
        }
    }

    [Fact]
    public async Task A_chain_with_a_gap_leads_nowhere()
    {
        var root = _certificates.Authority("Root");
        var factory = _certificates.Authority("Factory", root);
        var line = _certificates.Authority("Line", factory);
        var device = _certificates.Signed("CN=d1", line);
        await using var hub = await StartAsync(root);
        await hub.RegisterSignedAsync("d1");

        using var withGap = await hub.ShowAsync("d1", TestCertificates.Shown(device, line));
        await withGap.ShouldBeRefusedAsync(hub, "d1", "no registered authority has signed it");
        using var alone = await hub.ShowAsync("d1", TestCertificates.Shown(device));
        await alone.ShouldBeRefusedAsync(hub, "d1", "its issuer is 'CN=Line', and the device sent along none");
    }

    [Fact]
    public async Task An_authority_of_the_right_name_that_has_not_signed_ends_the_connection()
    {
        var root = _certificates.Authority("Root");
        var factory = _certificates.Authority("Factory", root);
        var forged = _certificates.Signed("CN=d1", _certificates.Authority("Factory", root));
        await using var hub = await StartAsync(root);
        await hub.RegisterSignedAsync("d1");

        using var wire = await hub.ShowAsync("d1", TestCertificates.Shown(forged, factory));

        // OpenSSL may end the handshake by itself; if not, the hub says no.
        var connAck = await wire.TryReceiveAsync<MQTTnet.Packets.MqttConnAckPacket>();
        ((int?)connAck?.ReturnCode ?? 5).ShouldBe(5);
        (await hub.Rest().GetAsync("/devices/d1")).Json.GetProperty("connectionState").GetString().ShouldBe("Disconnected");
    }

    [Fact]
    public async Task An_intermediate_authority_may_be_registered_without_its_root()
    {
        var factory = _certificates.Authority("Factory", _certificates.Authority("Root"));
        var line = _certificates.Authority("Line", factory);
        await using var hub = await StartAsync(_certificates.Authority("Other"), factory);
        await hub.RegisterSignedAsync("d1");

        using var direct = await hub.ShowAsync("d1", TestCertificates.Shown(_certificates.Signed("CN=d1", factory)));
        await direct.ShouldBeAcceptedAsync(hub);
        using var below = await hub.ShowAsync("d1", TestCertificates.Shown(_certificates.Signed("CN=d1", line), line));
        await below.ShouldBeAcceptedAsync(hub);
    }

    [Fact]
    public async Task Who_only_bears_the_authoritys_name_is_refused()
    {
        var root = _certificates.Authority("Root");
        var factory = _certificates.Authority("Factory", root);
        var falseRoot = _certificates.Authority("Root");
        var falseFactory = _certificates.Authority("Factory", falseRoot);
        var notAuthority = _certificates.Signed("CN=d2", root);
        await using var hub = await StartAsync(root, factory);
        await hub.RegisterSignedAsync("d1");
        (X509Certificate2 Device, X509Certificate2[] Others)[] forgeries =
        [
            (_certificates.SelfSigned("d1"), []),
            (_certificates.SelfSigned("d1"), [root]),
            (_certificates.Signed("CN=d1", falseRoot), []),
            (_certificates.Signed("CN=d1", falseRoot), [root]),
            (_certificates.Signed("CN=d1", falseRoot), [falseRoot]),
            (_certificates.Signed("CN=d1", falseFactory), [falseFactory, falseRoot]),
            (_certificates.Signed("CN=d1", falseFactory), [falseFactory, root]),
            (SignedByNoAuthority(notAuthority), [TestCertificates.WithoutKey(notAuthority)]),
        ];
        foreach (var (device, others) in forgeries)
        {
            using var wire = await hub.ShowAsync("d1", TestCertificates.Shown(device, others));

            await wire.ShouldBeRefusedAsync(hub, "d1", "does not let it in");
        }
    }

    [Fact]
    public async Task A_certificate_that_is_not_valid_now_is_refused()
    {
        var root = _certificates.Authority("Root");
        await using var hub = await StartAsync(root);
        await hub.RegisterSignedAsync("d1");
        var now = hub.Time.GetUtcNow();
        var expired = _certificates.Signed("CN=d1", root, now.AddDays(-2), now.AddMinutes(-1));
        var early = _certificates.Signed("CN=d1", root, now.AddMinutes(5), now.AddDays(2));

        using var late = await hub.ShowAsync("d1", TestCertificates.Shown(expired));
        await late.ShouldBeRefusedAsync(hub, "d1", "has expired on");
        using var soon = await hub.ShowAsync("d1", TestCertificates.Shown(early));
        await soon.ShouldBeRefusedAsync(hub, "d1", "not valid before");
    }

    [Fact]
    public async Task The_hubs_clock_counts_for_the_whole_chain()
    {
        var root = _certificates.Authority("Root");
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestCertificates.Until.AddDays(-1));
        await using var hub = await RunningHub.StartAsync(time, options => options.DeviceCertificateAuthorities.Add(root));
        await hub.RegisterSignedAsync("d1");
        var device = _certificates.Signed("CN=d1", root);

        using var before = await hub.ShowAsync("d1", TestCertificates.Shown(device));
        await before.ShouldBeAcceptedAsync(hub);
        time.Advance(TimeSpan.FromDays(2));
        using var after = await hub.ShowAsync("d1", TestCertificates.Shown(device));
        await after.ShouldBeRefusedAsync(hub, "d1", "has expired");
    }

    [Fact]
    public async Task Without_a_registered_authority_the_log_says_how_to_register_one()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.RegisterSignedAsync("d1");

        using var wire = await hub.ShowAsync("d1", TestCertificates.Shown(_certificates.Signed("CN=d1", _certificates.Authority("Root"))));

        await wire.ShouldBeRefusedAsync(hub, "d1", "LocalHubOptions.DeviceCertificateAuthorities (dmp hub --device-ca)");
    }

    private static Task<RunningHub> StartAsync(params X509Certificate2[] authorities) =>
        RunningHub.StartAsync(configure: options => options.DeviceCertificateAuthorities.AddRange(
            authorities.Select(TestCertificates.WithoutKey).ToArray()));

    /// <summary>Signed with the key of a device's certificate, which the framework's own call refuses to do.</summary>
    private static X509Certificate2 SignedByNoAuthority(X509Certificate2 device)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=d1", key, HashAlgorithmName.SHA256);
        using var issued = request.Create(
            device.SubjectName,
            X509SignatureGenerator.CreateForECDsa(device.GetECDsaPrivateKey()!),
            TestCertificates.From,
            TestCertificates.Until,
            RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }
}
