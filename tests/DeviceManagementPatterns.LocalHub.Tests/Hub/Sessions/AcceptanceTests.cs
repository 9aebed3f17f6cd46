using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Methods;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Hub.Sessions;
using DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Sessions;

/// <summary>Between a connection's arrival and its acceptance nothing may be sent on it, whatever was subscribed before.</summary>
public sealed class AcceptanceTests
{
    private static readonly HubIdentityId D1 = new("d1");

    private readonly HubState _state = new(new HubSettings { RandomBytes = length => new byte[length] });
    private readonly RecordingLink _link = new();
    private readonly SessionState _session;

    public AcceptanceTests()
    {
        _state.Registry.Create(D1, new IdentityDraft(), now: default);
        var (before, _) = _state.Sessions.Open(D1, _link, isClean: false, modelId: null, now: default);
        _state.Sessions.Subscribe(before, HubSubscriptions.Desired | HubSubscriptions.Methods, subscribed: true);
        HubSessions.Close(before, "gone", now: default);
        (_session, _) = _state.Sessions.Open(D1, _link, isClean: false, modelId: null, now: default);
    }

    [Fact]
    public void Desired_properties_are_not_sent_before_it()
    {
        Patch().ShouldBeEmpty();

        HubSessions.Accept(_session);

        Patch().ShouldHaveSingleItem().ShouldBeOfType<HubEffect.DesiredChanged>().Version.ShouldBe(3);
    }

    [Fact]
    public void Methods_wait_for_it()
    {
        var method = new Call(TimeSpan.FromSeconds(1));
        Should.Throw<HubException>(() => _state.Methods.Begin(D1, new Call(TimeSpan.Zero))).Code.ShouldBe(HubErrorCode.DeviceNotOnline);
        _state.Methods.Begin(D1, method).ShouldBeNull();

        HubSessions.Accept(_session).ShouldBe([new HubEffect.MethodReached(method, _link)]);

        _state.Methods.Begin(D1, new Call(TimeSpan.Zero)).ShouldBeSameAs(_link);
    }

    private IReadOnlyList<HubEffect> Patch() =>
        _state.Twins.Write(D1, TwinTexts.ReadPatch("""{"properties":{"desired":{"a":1}}}""", _state.Shapes), ETag.Any, now: default).Effects;

    private sealed class Call(TimeSpan connectTimeout)
        : PendingMethod(new MethodInvocation("reboot", default) { ConnectTimeout = connectTimeout })
    {
        public override void Reach(IDeviceLink link)
        {
        }

        public override void Fail(HubException error)
        {
        }
    }
}
