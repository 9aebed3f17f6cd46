using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Tests.Wire;

public sealed class MqttUserNameTests
{
    public static TheoryData<string, string> UserNames => CaseFile.Read("Wire/Cases/usernames.txt");

    [Theory]
    [MemberData(nameof(UserNames))]
    public void Every_SDKs_user_name_is_read(string text, string expected)
    {
        var isUserName = MqttUserName.TryParse(text, out var name);

        (isUserName ? $"{name!.HostName} {name.ClientId} {name.ApiVersion ?? "-"} {name.DeviceClientType ?? "-"} {name.ModelId ?? "-"}" : "none")
            .ShouldBe(expected);
    }

    [Fact]
    public void Ours_is_written_with_the_api_version_and_the_client_type()
    {
        var name = new MqttUserName("h", "d1") { ApiVersion = WireNames.ApiVersion, DeviceClientType = "a/1 (b)" };

        name.Format().ShouldBe("h/d1/?api-version=2021-04-12&DeviceClientType=a%2F1%20%28b%29");
    }

    [Fact]
    public void No_user_name_is_none() => MqttUserName.TryParse(null, out _).ShouldBeFalse();
}
