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

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("2016-11-14", true)]
    [InlineData("2016-11-14/x", true)]
    [InlineData("2018-06-30", true)]
    [InlineData("2020-09-30-preview", true)]
    [InlineData("2030-01-01", true)]
    [InlineData("2016-11-13", false)]
    [InlineData("2016-02-03", false)]
    [InlineData("2021-13-01", false)]
    [InlineData("2021", false)]
    [InlineData("latest", false)]
    public void Versions_from_the_first_one_on_are_known(string? version, bool isKnown) =>
        new MqttUserName("h", "d1") { ApiVersion = version }.IsApiVersionKnown.ShouldBe(isKnown);

    [Fact]
    public void Ours_is_written_with_the_api_version_and_the_client_type()
    {
        var name = new MqttUserName("h", "d1") { ApiVersion = WireNames.ApiVersion, DeviceClientType = "a/1 (b)" };

        name.Format().ShouldBe("h/d1/?api-version=2021-04-12&DeviceClientType=a%2F1%20%28b%29");
    }

    [Fact]
    public void No_user_name_is_none() => MqttUserName.TryParse(null, out _).ShouldBeFalse();
}
