using DeviceManagementPatterns.LocalHub.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Registry;

public sealed class IdentityIdTests
{
    public static TheoryData<string, string> Cases { get; } = CaseFile.Read("ids.txt");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Only_the_characters_of_IoT_Hub_are_allowed(string id, string expected) => Check(new HubIdentityId(id)).ShouldContain(expected);

    [Theory]
    [InlineData(0)]
    [InlineData(129)]
    public void An_id_has_1_to_128_characters(int length)
    {
        Check(new HubIdentityId(new string('d', length))).ShouldContain($"has {length} characters; 1 to 128 are allowed.");
        Check(new HubIdentityId("d", new string('m', length))).ShouldContain($"The module id '{new string('m', length)}' has {length} characters");
        Check(new HubIdentityId(new string('d', 128), new string('m', 128))).ShouldBe("ok");
    }

    [Fact]
    public void A_module_is_named_like_its_MQTT_client()
    {
        new HubIdentityId("d1", "m1").ToString().ShouldBe("d1/m1");
        new HubIdentityId("d1").ToString().ShouldBe("d1");
    }

    private static string Check(HubIdentityId id)
    {
        try
        {
            id.Check();
            return "ok";
        }
        catch (HubException refusal) when (refusal.Code == HubErrorCode.ArgumentInvalid)
        {
            return refusal.Message;
        }
    }
}
