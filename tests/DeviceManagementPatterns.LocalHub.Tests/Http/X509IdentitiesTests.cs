using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

/// <summary>Devices with certificates, as back ends see them.</summary>
public sealed class X509IdentitiesTests
{
    private const string Sha1 = "0123456789abcdef0123456789ABCDEF01234567";
    private const string Sha256 = "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF";

    [Fact]
    public async Task A_thumbprint_stands_in_the_identity_and_in_the_twin_and_there_are_no_keys()
    {
        await using var hub = await RunningHub.StartAsync();
        const string body = $$"""
            {"deviceId":"d1","authentication":{"symmetricKey":{"primaryKey":"","secondaryKey":null},"type":"selfSigned",
             "x509Thumbprint":{"primaryThumbprint":"{{Sha1}}","secondaryThumbprint":"{{Sha256}}"} } }
            """;

        var created = await hub.Rest().PutAsync("/devices/d1", body);

        created.Status.ShouldBe(200, created.Body);
        Authentication(created).ShouldBe(
            $$"""{"symmetricKey":{"primaryKey":null,"secondaryKey":null},"x509Thumbprint":{"primaryThumbprint":"{{Sha1}}","secondaryThumbprint":"{{Sha256}}"},"type":"selfSigned"}""");
        Authentication(await hub.Rest().GetAsync("/devices/d1")).ShouldBe(Authentication(created));
        var twin = (await hub.Rest().GetAsync("/twins/d1")).Json;
        twin.GetProperty("authenticationType").GetString().ShouldBe("selfSigned");
        twin.GetProperty("x509Thumbprint").GetProperty("primaryThumbprint").GetString().ShouldBe(Sha1);
        twin.GetProperty("x509Thumbprint").GetProperty("secondaryThumbprint").GetString().ShouldBe(Sha256);
        hub.Hub.GetDeviceConnectionString("d1").ShouldBe($"HostName=localhost:{hub.Hub.MqttsPort};DeviceId=d1;x509=true");
    }

    [Fact]
    public async Task An_update_replaces_the_way_in()
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""");
        await rest.PutAsync("/devices/d1/modules/m1", """{"deviceId":"d1","moduleId":"m1","authentication":{"type":"certificateAuthority"} }""");

        (string Authentication, string Type, bool HasKeys)[] steps =
        [
            ($$"""{"x509Thumbprint":{"primaryThumbprint":"{{Sha1}}"} }""", "selfSigned", false),
            ("""{"type":"certificateAuthority"}""", "certificateAuthority", false),
            ("""{"type":"none"}""", "none", false),
            ("""{"type":"sas"}""", "sas", true),
        ];
        foreach (var (authentication, type, hasKeys) in steps)
        {
            var updated = await rest.PutAsync("/devices/d1", $$"""{"deviceId":"d1","authentication":{{authentication}} }""", "*");

            updated.Status.ShouldBe(200, updated.Body);
            updated.Json.GetProperty("authentication").GetProperty("type").GetString().ShouldBe(type);
            (updated.Json.GetProperty("authentication").GetProperty("symmetricKey").GetProperty("primaryKey").GetString() is not null).ShouldBe(hasKeys);
            (await rest.GetAsync("/twins/d1")).Json.GetProperty("authenticationType").GetString().ShouldBe(type);
        }

        (await rest.GetAsync("/twins/d1/modules/m1")).Json.GetProperty("authenticationType").GetString().ShouldBe("certificateAuthority");
        (await rest.GetAsync("/statistics/devices")).Body.ShouldBe("""{"totalDeviceCount":1,"enabledDeviceCount":1,"disabledDeviceCount":0}""");
    }

    [Theory]
    [InlineData("""{"type":"selfSigned"}""", "needs a primaryThumbprint or a secondaryThumbprint")]
    [InlineData("""{"type":"selfSigned","x509Thumbprint":{"primaryThumbprint":"","secondaryThumbprint":null} }""", "needs a primaryThumbprint")]
    [InlineData("""{"x509Thumbprint":{"primaryThumbprint":"12"} }""", "primaryThumbprint is '12', it must be 40 (SHA-1) or 64 (SHA-256) hexadecimal digits")]
    [InlineData("""{"x509Thumbprint":{"secondaryThumbprint":"01:23"} }""", "secondaryThumbprint is '01:23', it must be")]
    [InlineData("""{"x509Thumbprint":{"primaryThumbprint":"g123456789ABCDEF0123456789ABCDEF01234567"} }""", "hexadecimal digits, without separators")]
    [InlineData("""{"type":"x509"}""", "it must be sas, selfSigned, certificateAuthority or none")]
    public async Task What_does_not_fit_is_refused_and_changes_nothing(string authentication, string text)
    {
        await using var hub = await RunningHub.StartAsync();
        var rest = hub.Rest();
        await rest.PutAsync("/devices/d1", """{"deviceId":"d1"}""");
        var before = (await rest.GetAsync("/devices/d1")).Body;

        var created = await rest.PutAsync("/devices/d2", $$"""{"deviceId":"d2","authentication":{{authentication}} }""");
        var updated = await rest.PutAsync("/devices/d1", $$"""{"deviceId":"d1","authentication":{{authentication}} }""", "*");

        created.ShouldBeError(400, "ArgumentInvalid");
        created.Body.ShouldContain(text);
        updated.ShouldBeError(400, "ArgumentInvalid");
        (await rest.GetAsync("/devices/d1")).Body.ShouldBe(before);
        (await rest.GetAsync("/devices/d2")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Devices_with_certificates_may_be_registered_in_bulk()
    {
        await using var hub = await RunningHub.StartAsync();

        var answer = await hub.Rest().PostAsync(
            "/devices",
            $$"""
            [{"id":"a","importMode":"create","authentication":{"type":"selfSigned","x509Thumbprint":{"primaryThumbprint":"{{Sha1}}"} } },
             {"id":"b","importMode":"create","authentication":{"type":"certificateAuthority"} }]
            """);

        answer.Json.GetProperty("isSuccessful").GetBoolean().ShouldBeTrue(answer.Body);
        (await hub.Rest().GetAsync("/twins/a")).Json.GetProperty("x509Thumbprint").GetProperty("primaryThumbprint").GetString().ShouldBe(Sha1);
        (await hub.Rest().GetAsync("/twins/b")).Json.GetProperty("authenticationType").GetString().ShouldBe("certificateAuthority");
    }

    private static string Authentication(RestAnswer answer) => JsonSerializer.Serialize(answer.Json.GetProperty("authentication"));
}
