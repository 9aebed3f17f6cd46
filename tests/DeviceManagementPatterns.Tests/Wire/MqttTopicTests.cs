using System.Globalization;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Tests.Wire;

public sealed class MqttTopicTests
{
    public static TheoryData<string, string> Topics => CaseFile.Read("Wire/Cases/topics.txt");

    public static TheoryData<string, string> Filters => CaseFile.Read("Wire/Cases/filters.txt");

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_is_read_as_what_it_is_about(string text, string expected)
    {
        var isTopic = MqttTopic.TryParse(text, out var topic);

        (isTopic ? Describe(topic!) : "none").ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_that_is_written_again_means_the_same(string text, string expected)
    {
        if (expected == "none")
        {
            return;
        }

        MqttTopic.TryParse(text, out var topic).ShouldBeTrue();
        MqttTopic.TryParse(topic!.Format(), out var again).ShouldBeTrue();

        again.ShouldBe(topic);
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Only_the_known_filters_are_read_and_they_are_written_as_clients_send_them(string text, string expected)
    {
        var isFilter = MqttTopicFilter.TryParse(text, out var filter);

        (isFilter ? $"{filter!.GetType().Name} {filter.Format()}" : "none").ShouldBe(expected);
    }

    [Fact]
    public void Topics_are_written_exactly_as_the_SDKs_expect_them()
    {
        new MqttTopic.MethodRequest("reboot", "7").Format().ShouldBe("$iothub/methods/POST/reboot/?$rid=7");
        new MqttTopic.MethodAnswer(-1, "7").Format().ShouldBe("$iothub/methods/res/-1/?$rid=7");
        new MqttTopic.TwinAnswer(204, "a", 9).Format().ShouldBe("$iothub/twin/res/204/?$rid=a&$version=9");
        new MqttTopic.TwinAnswer(200, "a").Format().ShouldBe("$iothub/twin/res/200/?$rid=a");
        new MqttTopic.DesiredPatch(3).Format().ShouldBe("$iothub/twin/PATCH/properties/desired/?$version=3");
        new MqttTopic.DeviceBound("d1", new PropertyBag { { "$.to", "/devices/d1/messages/devicebound" } }).Format()
            .ShouldBe("devices/d1/messages/devicebound/%24.to=%2Fdevices%2Fd1%2Fmessages%2Fdevicebound");
    }

    private static string Describe(MqttTopic topic) => topic switch
    {
        MqttTopic.Telemetry t => $"telemetry of {t.DeviceId}{(t.ModuleId is null ? "" : $"/{t.ModuleId}")} [{Describe(t.Properties)}]",
        MqttTopic.DeviceBound t => $"message to {t.DeviceId} [{Describe(t.Properties)}]",
        MqttTopic.MethodRequest t => $"method {t.MethodName} rid {t.RequestId}",
        MqttTopic.MethodAnswer t => $"answer {t.Status} rid {t.RequestId}",
        MqttTopic.TwinGet t => $"twin get rid {t.RequestId}",
        MqttTopic.ReportedPatch t => $"reported rid {t.RequestId} base {t.BaseVersion?.ToString(CultureInfo.InvariantCulture) ?? "-"}",
        MqttTopic.TwinAnswer t => $"twin answer {t.Status} rid {t.RequestId} version {t.Version?.ToString(CultureInfo.InvariantCulture) ?? "-"}",
        MqttTopic.DesiredPatch t => $"desired version {t.Version}",
        _ => topic.GetType().Name,
    };

    private static string Describe(PropertyBag bag) => string.Join(", ", bag.Select(p => $"{p.Key}:{(p.Value is null ? "null" : $"'{p.Value}'")}"));
}
