using DeviceManagementPatterns.AzureDevices.Errors;
using DeviceManagementPatterns.AzureDevices.Tests.Fakes;

namespace DeviceManagementPatterns.AzureDevices.Tests;

public sealed class ErrorTests
{
    public static IEnumerable<TheoryDataRow<string, string>> DeviceErrorCases => CaseFile.Read("Cases/device-errors.txt");

    public static IEnumerable<TheoryDataRow<string, string>> ServiceErrorCases => CaseFile.Read("Cases/service-errors.txt");

    [Theory]
    [MemberData(nameof(DeviceErrorCases))]
    public void An_error_of_the_devices_client_is_told_as_this(string thrown, string expected)
    {
        var cause = Thrown.By("Microsoft.Azure.Devices.Client.Exceptions", thrown);

        var told = DeviceErrors.Translate(cause, "Reading the twin of 'd1'");

        Summary(told).ShouldBe(expected);
        told.InnerException.ShouldBeSameAs(cause);
        told.Message.ShouldStartWith("Reading the twin of 'd1' failed: ");
    }

    [Theory]
    [MemberData(nameof(ServiceErrorCases))]
    public void An_error_of_the_back_ends_clients_is_told_as_this(string thrown, string expected)
    {
        var cause = Thrown.By("Microsoft.Azure.Devices.Common.Exceptions", thrown);

        var told = ServiceErrors.TranslateMethodCall(cause, "Calling 'reboot' on 'd1'");

        Summary(told).ShouldBe(expected);
        told.InnerException.ShouldBeSameAs(cause);
        told.Message.ShouldStartWith("Calling 'reboot' on 'd1' failed: ");
    }

    [Theory]
    [MemberData(nameof(ServiceErrorCases))]
    public void Only_a_method_call_has_an_unknown_outcome(string thrown, string expected)
    {
        expected.ShouldNotBeEmpty();
        var cause = Thrown.By("Microsoft.Azure.Devices.Common.Exceptions", thrown);

        ServiceErrors.Translate(cause, "Reading the twin of 'd1'").IsOutcomeUnknown.ShouldBeFalse();
    }

    [Fact]
    public void A_message_has_the_hubs_number_name_and_words_and_what_to_do()
    {
        var cause = Thrown.By(
            "Microsoft.Azure.Devices.Common.Exceptions",
            """DeviceNotFoundException: {"Message":"{\"errorCode\":404103,\"trackingId\":\"AB-G:1\",\"message\":\"Not there.\"}"}""");

        var told = ServiceErrors.TranslateMethodCall(cause, "Calling 'reboot' on 'd1'");

        told.Message.ShouldStartWith("Calling 'reboot' on 'd1' failed: 404103 DeviceNotOnline: Not there. The device is offline");
        told.TrackingId.ShouldBe("AB-G:1");
    }

    [Fact]
    public void An_untrusted_certificate_tells_whom_to_trust()
    {
        var cause = Thrown.By("Microsoft.Azure.Devices.Common.Exceptions", "IotHubCommunicationException[AuthenticationException]: TLS failed.");

        ServiceErrors.Translate(cause, "The query").Message.ShouldBe(
            "The query failed: TLS failed. The SDK trusts the machine's own list: add the hub's authority to it, "
            + "or on Linux name its PEM file in SSL_CERT_FILE.");
    }

    private static string Summary(HubException told) =>
        (told.Code?.ToString() ?? "-") + (told.IsTransient ? " transient" : "") + (told.IsOutcomeUnknown ? " unknown" : "");
}
