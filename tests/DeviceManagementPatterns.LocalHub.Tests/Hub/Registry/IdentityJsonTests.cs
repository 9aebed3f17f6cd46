using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Registry;

public sealed class IdentityJsonTests
{
    private readonly TestHub _hub = new();

    [Fact]
    public async Task Members_come_in_the_order_that_Microsofts_clients_read()
    {
        var identity = await _hub.CreateAsync("d1");

        Write(identity).ShouldBe($$$"""
            {"deviceId":"d1","generationId":"{{{identity.GenerationId}}}","etag":"{{{identity.ETag}}}","connectionState":"Disconnected",
            "status":"enabled","statusReason":null,"connectionStateUpdatedTime":"0001-01-01T00:00:00Z","statusUpdatedTime":"0001-01-01T00:00:00Z",
            "lastActivityTime":"0001-01-01T00:00:00Z","cloudToDeviceMessageCount":0,
            "authentication":{"symmetricKey":{"primaryKey":"{{{identity.Authentication.PrimaryKey}}}","secondaryKey":"{{{identity.Authentication.SecondaryKey}}}"},
            "x509Thumbprint":{"primaryThumbprint":null,"secondaryThumbprint":null},"type":"sas"},"capabilities":{"iotEdge":false}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task A_module_has_a_manager_and_no_status()
    {
        await _hub.CreateAsync("d1");

        var text = Write(await _hub.CreateAsync("d1", "m1", new IdentityDraft { ManagedBy = "edge" }));

        text.ShouldStartWith("""{"moduleId":"m1","managedBy":"edge","deviceId":"d1",""");
        text.ShouldNotContain("status");
        text.ShouldNotContain("capabilities");
    }

    [Fact]
    public async Task What_was_read_can_be_written_back()
    {
        var draft = new IdentityDraft { IsEdge = true, StatusReason = "new", DeviceScope = "scope", ParentScopes = ["parent"] };
        var before = await _hub.CreateAsync("d1", draft: draft);

        var read = IdentityJson.Read(before.Id, Encoding.UTF8.GetBytes(Write(before)));
        var after = await _hub.Runtime.UpdateIdentityAsync(before.Id, read, before.ETag, TestHub.Stop);

        Write(after with { ETag = before.ETag }).ShouldBe(Write(before));
    }

    [Theory]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("{", "The body is not valid JSON")]
    [InlineData("""{"deviceId":"d2"}""", "deviceId is 'd2' in the body, but the path names 'd1'.")]
    [InlineData("""{"deviceId":1}""", "deviceId must be a JSON string.")]
    [InlineData("""{"status":"off"}""", "status is 'off'; it must be enabled or disabled.")]
    [InlineData("""{"authentication":{"type":"password"}}""", "authentication.type is 'password'; it must be sas, selfSigned, certificateAuthority or none.")]
    [InlineData("""{"authentication":{"symmetricKey":"x"}}""", "symmetricKey must be a JSON object.")]
    [InlineData("""{"capabilities":{"iotEdge":"yes"}}""", "iotEdge must be true or false.")]
    public void A_body_that_is_wrong_is_refused_by_name(string body, string message)
    {
        var refusal = Should.Throw<HubException>(() => IdentityJson.Read(new HubIdentityId("d1"), Encoding.UTF8.GetBytes(body)));

        refusal.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        refusal.Message.ShouldStartWith(message);
    }

    private static string Write(HubIdentity identity) => Encoding.UTF8.GetString(HubJson.Write(writer => IdentityJson.Write(writer, identity)));
}
