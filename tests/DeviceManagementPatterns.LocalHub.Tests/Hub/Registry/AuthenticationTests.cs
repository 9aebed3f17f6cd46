using DeviceManagementPatterns.LocalHub.Hub.Registry;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Registry;

public sealed class AuthenticationTests
{
    private const string Sha1 = "0123456789ABCDEF0123456789ABCDEF01234567";

    private readonly TestHub _hub = new();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Keys_that_are_not_given_are_made_of_32_random_bytes(string? absent)
    {
        var identity = await _hub.CreateAsync("d1", draft: new IdentityDraft { PrimaryKey = absent, SecondaryKey = absent });

        Convert.FromBase64String(identity.Authentication.PrimaryKey!).Length.ShouldBe(32);
        Convert.FromBase64String(identity.Authentication.SecondaryKey!).Length.ShouldBe(32);
        identity.Authentication.PrimaryKey.ShouldNotBe(identity.Authentication.SecondaryKey);
        identity.Authentication.Type.ShouldBe(HubAuthenticationType.Sas);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    public async Task Given_keys_are_kept_and_may_be_the_same(int bytes)
    {
        var key = Convert.ToBase64String(new byte[bytes]);

        var identity = await _hub.CreateAsync("d1", draft: new IdentityDraft { PrimaryKey = key, SecondaryKey = key });

        identity.Authentication.PrimaryKey.ShouldBe(key);
        identity.Authentication.SecondaryKey.ShouldBe(key);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", null, "primaryKey is given without secondaryKey; give both keys or neither.")]
    [InlineData(null, "AAAAAAAAAAAAAAAAAAAAAA==", "secondaryKey is given without primaryKey; give both keys or neither.")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAA", "primaryKey has 15 bytes; a key has 16 to 64.")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", "no base64", "secondaryKey is not valid base64.")]
    public async Task Keys_that_do_not_fit_are_refused_and_not_shown(string? primary, string? secondary, string message)
    {
        var create = () => _hub.CreateAsync("d1", draft: new IdentityDraft { PrimaryKey = primary, SecondaryKey = secondary });

        var refusal = await create.ShouldThrowAsync<HubException>();

        refusal.Code.ShouldBe(HubErrorCode.ArgumentInvalid);
        refusal.Message.ShouldBe(message);
        _hub.Runtime.GetStatistics().TotalDeviceCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_thumbprint_makes_the_device_self_signed_and_is_kept_as_it_was_given()
    {
        var identity = await _hub.CreateAsync("d1", draft: new IdentityDraft { PrimaryThumbprint = Sha1, SecondaryThumbprint = Sha1.ToLowerInvariant() });

        identity.Authentication.ShouldBe(new HubAuthentication
        {
            Type = HubAuthenticationType.SelfSigned,
            PrimaryThumbprint = Sha1,
            SecondaryThumbprint = Sha1.ToLowerInvariant(),
        });
    }

    [Theory]
    [InlineData("0123", "primaryThumbprint is '0123'; it must be 40 (SHA-1) or 64 (SHA-256) hexadecimal digits, without separators.")]
    [InlineData(
        "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67",
        "primaryThumbprint is '01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67'; "
            + "it must be 40 (SHA-1) or 64 (SHA-256) hexadecimal digits, without separators.")]
    [InlineData(null, "authentication.type selfSigned needs a primaryThumbprint or a secondaryThumbprint.")]
    public async Task A_thumbprint_that_does_not_fit_is_refused(string? thumbprint, string message)
    {
        var draft = new IdentityDraft { AuthenticationType = HubAuthenticationType.SelfSigned, PrimaryThumbprint = thumbprint };
        var create = () => _hub.CreateAsync("d1", draft: draft);

        (await create.ShouldThrowAsync<HubException>()).Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("certificateAuthority")]
    [InlineData("none")]
    public async Task Other_types_hold_neither_key_nor_thumbprint(string word)
    {
        var type = IdentityWords.ReadAuthenticationType(word);

        var identity = await _hub.CreateAsync("d1", draft: new IdentityDraft { AuthenticationType = type, PrimaryThumbprint = Sha1 });

        identity.Authentication.ShouldBe(new HubAuthentication { Type = type });
    }

    [Fact]
    public async Task No_key_stands_in_a_log()
    {
        var identity = await _hub.CreateAsync("d1");

        $"{identity} {identity.Authentication} {new IdentityDraft { PrimaryKey = "secret" }}".ShouldBe("d1 (enabled) Sas enabled");
    }
}
