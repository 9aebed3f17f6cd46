using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

/// <summary>What the tests of certificates say often.</summary>
internal static class X509Links
{
    public static string Sha1(this X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA1);

    public static string Sha256(this X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public static async Task RegisterAsync(this RunningHub hub, string id, string authentication)
    {
        var ids = id.Split('/');
        var (path, names) = ids.Length == 1
            ? ($"/devices/{id}", $"\"deviceId\":\"{id}\"")
            : ($"/devices/{ids[0]}/modules/{ids[1]}", $"\"deviceId\":\"{ids[0]}\",\"moduleId\":\"{ids[1]}\"");
        var answer = await hub.Rest().PutAsync(path, $$"""{{{names}},"authentication":{{authentication}}}""");
        answer.Status.ShouldBe(200, answer.Body);
    }

    public static Task RegisterThumbprintAsync(this RunningHub hub, string id, string? primary, string? secondary = null) =>
        hub.RegisterAsync(id, $$"""{"type":"selfSigned","x509Thumbprint":{"primaryThumbprint":"{{primary}}","secondaryThumbprint":"{{secondary}}"} }""");

    public static Task RegisterSignedAsync(this RunningHub hub, string id) => hub.RegisterAsync(id, """{"type":"certificateAuthority"}""");

    /// <summary>Connects over MQTT and TLS; the answer is in the returned wire.</summary>
    public static async Task<MqttWire> ShowAsync(this RunningHub hub, string clientId, SslStreamCertificateContext? certificate, string? password = null)
    {
        var wire = await hub.DialAsync(certificate);
        await wire.SendAsync(MqttWire.Connect(clientId, password));
        return wire;
    }

    public static async Task ShouldBeAcceptedAsync(this MqttWire wire, RunningHub hub) => (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode
        .ShouldBe(MqttConnectReturnCode.ConnectionAccepted, hub.LogMessages.LastOrDefault());

    /// <summary>CONNACK 5, the end, and a line in the log that names the device and says why.</summary>
    public static async Task ShouldBeRefusedAsync(this MqttWire wire, RunningHub hub, string clientId, params string[] reasons)
    {
        (await wire.ReceiveAsync<MqttConnAckPacket>()).ReturnCode
            .ShouldBe(MqttConnectReturnCode.ConnectionRefusedNotAuthorized, string.Join(' ', reasons));
        await wire.ShouldEndAsync();
        var line = hub.LogMessages.Last();
        line.ShouldStartWith($"Device {clientId} was refused: ");
        foreach (var reason in reasons)
        {
            line.ShouldContain(reason);
        }
    }
}
