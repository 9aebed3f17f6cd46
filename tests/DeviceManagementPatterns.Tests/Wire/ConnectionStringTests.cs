using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Tests.Wire;

public sealed class ConnectionStringTests
{
    private const string Key = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM=";
    private const string Signature = "SharedAccessSignature sr=h%2Fdevices%2Fd1&sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D&se=1900000000";

    public static TheoryData<string, string> DeviceStrings => CaseFile.Read("Wire/Cases/device-connection-strings.txt");

    public static TheoryData<string, string> ServiceStrings => CaseFile.Read("Wire/Cases/service-connection-strings.txt");

    [Theory]
    [MemberData(nameof(DeviceStrings))]
    public void A_device_connection_string_is_read_or_told_what_is_wrong(string template, string expected)
    {
        var outcome = Outcome(template, text =>
        {
            var parsed = DeviceConnectionString.Parse(text);
            var credential = parsed switch { { UsesX509: true } => "x509", { SharedAccessKey: not null } => "key", _ => "signature" };
            return $"{parsed.ClientId} {parsed.Endpoint} {credential} sr {parsed.SasResource}";
        });

        outcome.ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(ServiceStrings))]
    public void A_service_connection_string_is_read_or_told_what_is_wrong(string template, string expected)
    {
        var outcome = Outcome(template, text =>
        {
            var parsed = ServiceConnectionString.Parse(text);
            return $"{parsed.SharedAccessKeyName} {parsed.Endpoint} {(parsed.SharedAccessKey is null ? "signature" : "key")} sr {parsed.HostName}";
        });

        outcome.ShouldBe(expected);
    }

    [Fact]
    public void What_is_printed_shows_no_secret_and_what_is_formatted_can_be_read_again()
    {
        var device = DeviceConnectionString.Parse($"HostName=h:1;DeviceId=d1;ModuleId=m;GatewayHostName=g;SharedAccessKey={Key}");
        var service = ServiceConnectionString.Parse($"HostName=h;SharedAccessKeyName=p;SharedAccessSignature={Signature}");

        device.ToString().ShouldBe("d1/m at h:1 by g");
        service.ToString().ShouldBe("policy p at h");
        DeviceConnectionString.Parse(device.Format()).ShouldBe(device);
        ServiceConnectionString.Parse(service.Format()).ShouldBe(service);
    }

    private static string Outcome(string template, Func<string, string> read)
    {
        var text = template.Replace("{key}", Key, StringComparison.Ordinal).Replace("{token}", Signature, StringComparison.Ordinal);
        try
        {
            return read(text);
        }
        catch (ArgumentException e)
        {
            e.Message.ShouldNotContain("c2VjcmV0");
            e.Message.ShouldNotContain("AAAAAAAA");
            return e.Message;
        }
    }
}
