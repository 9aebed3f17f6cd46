using System.Text;
using System.Text.Json;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Tests.Wire;

public sealed class HubErrorTests
{
    private const string Tracking = "0123456789abcdef0123456789abcdef-G:2-TimeStamp:03/01/2026 12:00:00";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Bodies => CaseFile.Read("Wire/Cases/errors.txt");

    public static TheoryData<HubErrorCode> HubCodes => [.. Enum.GetValues<HubErrorCode>().Where(HubErrorNames.IsHubs)];

    [Theory]
    [MemberData(nameof(HubCodes))]
    public void Every_code_survives_every_shape(HubErrorCode code)
    {
        byte[][] bodies =
        [
            HubErrorBody.ShapeA(code, "why", Tracking),
            HubErrorBody.ShapeB(code, "why", Tracking, Now, TimeSpan.FromSeconds(30)),
            HubErrorBody.ShapeTwin(code, "why", Tracking, Now),
        ];

        foreach (var body in bodies)
        {
            HubErrorBody.Parse(body).ShouldBe(new HubError((int)code, code, "why", Tracking));
        }

        HubErrorNames.FromName(HubErrorNames.NameOf(code)).ShouldBe(code);
        HubErrorNames.HttpStatusOf(code).ShouldBeInRange(400, 504);
    }

    [Fact]
    public void The_shapes_are_what_the_SDKs_parse()
    {
        Encoding.UTF8.GetString(HubErrorBody.ShapeA(HubErrorCode.DeviceNotFound, "Device d1 not registered", Tracking))
            .ShouldBe($$"""{"Message":"ErrorCode:DeviceNotFound;Device d1 not registered","ExceptionMessage":"Tracking ID:{{Tracking}}"}""");
        var shapeB = JsonDocument.Parse(HubErrorBody.ShapeB(HubErrorCode.DeviceNotOnline, "Offline.", Tracking, Now, TimeSpan.Zero)).RootElement;
        shapeB.GetProperty("Message").GetString().ShouldBe(
            $$"""{"errorCode":404103,"trackingId":"{{Tracking}}","message":"Offline.","info":{"timeout":"00:00:00"},"timestampUtc":"2026-03-01T12:00:00.0000000Z"}""");
        shapeB.GetProperty("ExceptionMessage").GetString().ShouldBe("");
        TrackingId.Format(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"), 2, Now).ShouldBe(Tracking);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_refusal_becomes_one_exception(string statusHeaderBody, string expected)
    {
        var parts = statusHeaderBody.Split(' ', 3);

        var error = HubErrors.FromHttp("Reading the twin of 'd1'", int.Parse(parts[0], null), parts[1] == "-" ? null : parts[1], Encoding.UTF8.GetBytes(parts[2]));

        $"{error.Code?.ToString() ?? "no code"} | {error.Message}".ShouldBe(expected);
    }

    [Fact]
    public void A_huge_binary_body_is_cut_and_cleaned()
    {
        var body = Enumerable.Repeat((byte)0x1b, 20).Concat(Encoding.UTF8.GetBytes(new string('x', 100_000))).ToArray();

        var error = HubErrors.FromHttp("Asking", 500, null, body);

        error.Message.Length.ShouldBeLessThan(260);
        error.Message.ShouldNotContain('\u001b');
    }
}
