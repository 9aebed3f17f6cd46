using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Tests.Wire;

public sealed class SasTokenTests
{
    private const string Key = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM=";
    private const string OtherKey = "b3RoZXIta2V5LW9mLXRoZS10ZXN0cw==";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static TheoryData<string, string> Coverage => CaseFile.Read("Wire/Cases/sas-coverage.txt");

    public static TheoryData<string, string> Texts => CaseFile.Read("Wire/Cases/sas-texts.txt");

    [Fact]
    public void The_signature_is_the_published_algorithm()
    {
        // Computed apart from this code: python3 -c "hmac.new(base64.b64decode(key), b'h.net%2Fdevices%2Fd1\n1772366400', 'sha256')".
        var text = SasToken.Make("h.net/devices/d1", Key, Now);

        text.ShouldBe("SharedAccessSignature sr=h.net%2Fdevices%2Fd1&sig=X4EAvwTPTFaTuRypM5gZvItQidbJSavF7nxytufNoBU%3D&se=1772366400");
    }

    [Theory]
    [MemberData(nameof(Coverage))]
    public void A_token_covers_its_resource_and_what_is_below(string resourceAndUse, string expected)
    {
        var parts = resourceAndUse.Split(" used for ");
        var use = parts[1].Split('/', 2);
        SasToken.TryParse(WithRawResource(parts[0]), out var token).ShouldBeTrue();

        token!.Covers(use[0] == "*" ? null : use[0], use.Length == 2 ? use[1] : "").ShouldBe(expected == "yes");
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_a_token_or_not(string text, string expected)
    {
        var isToken = SasToken.TryParse(text, out var token);

        (isToken ? $"{token!.RawResource} {token.KeyName ?? "-"} {token.Expires.ToUnixTimeSeconds()}" : "none").ShouldBe(expected);
    }

    [Fact]
    public void Either_key_signs_and_another_does_not()
    {
        SasToken.TryParse(SasToken.Make("h/devices/d1", Key, Now.AddHours(1)), out var token).ShouldBeTrue();

        Verify(token!, [OtherKey, Key]).ShouldBe(SasVerdict.Valid);
        Verify(token!, [Key, null]).ShouldBe(SasVerdict.Valid);
        Verify(token!, [OtherKey, null, "", "not base64"]).ShouldBe(SasVerdict.WrongSignature);
        Verify(token!, []).ShouldBe(SasVerdict.WrongSignature);
    }

    [Fact]
    public void A_token_ends_when_it_says_plus_the_skew()
    {
        SasToken.TryParse(SasToken.Make("h", Key, Now), out var token).ShouldBeTrue();

        token!.Verify([Key], Now + Skew, Skew, "h", "").ShouldBe(SasVerdict.Valid);
        token.Verify([Key], Now + Skew + TimeSpan.FromSeconds(1), Skew, "h", "").ShouldBe(SasVerdict.Expired);
    }

    [Fact]
    public void Changing_the_expiry_or_the_resource_breaks_the_signature()
    {
        var text = SasToken.Make("h/devices/d1", Key, Now);

        SasToken.TryParse(text.Replace("se=17", "se=18", StringComparison.Ordinal), out var later).ShouldBeTrue();
        SasToken.TryParse(text.Replace("%2Fd1", "%2Fd2", StringComparison.Ordinal), out var other).ShouldBeTrue();

        later!.IsSignedWith(Key).ShouldBeFalse();
        other!.IsSignedWith(Key).ShouldBeFalse();
    }

    [Fact]
    public void A_printed_token_shows_no_signature()
    {
        SasToken.TryParse(SasToken.Make("h", Key, Now, "service"), out var token).ShouldBeTrue();

        token!.ToString().ShouldBe("token of service for h until 2026-03-01T12:00:00.0000000+00:00");
    }

    private static SasVerdict Verify(SasToken token, string?[] keys) => token.Verify(keys, Now, Skew, "H", "devices/d1");

    private static string WithRawResource(string raw) =>
        $"SharedAccessSignature sr={raw}&sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D&se=1900000000";
}
