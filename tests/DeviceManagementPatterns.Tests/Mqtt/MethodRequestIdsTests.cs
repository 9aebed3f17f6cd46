using DeviceManagementPatterns.Mqtt;

namespace DeviceManagementPatterns.Tests.Mqtt;

public sealed class MethodRequestIdsTests
{
    private readonly MethodRequestIds _ids = new();

    [Fact]
    public void A_call_that_is_being_answered_is_not_begun_again()
    {
        _ids.TryBegin("1", isRedelivery: false).ShouldBeTrue();

        _ids.TryBegin("1", isRedelivery: false).ShouldBeFalse();
        _ids.TryBegin("1", isRedelivery: true).ShouldBeFalse();
        _ids.TryBegin("2", isRedelivery: false).ShouldBeTrue();
    }

    [Fact]
    public void An_answered_call_is_not_begun_again_where_it_is_a_redelivery()
    {
        _ids.TryBegin("1", isRedelivery: false);
        _ids.End("1");

        _ids.TryBegin("1", isRedelivery: true).ShouldBeFalse();
        _ids.TryBegin("1", isRedelivery: false).ShouldBeTrue();
    }

    [Fact]
    public void A_redelivery_of_a_call_that_never_arrived_is_a_call()
    {
        _ids.TryBegin("1", isRedelivery: true).ShouldBeTrue();
    }

    [Fact]
    public void Only_so_many_answered_calls_are_remembered()
    {
        for (var i = 0; i < 300; i++)
        {
            var id = $"{i}";
            _ids.TryBegin(id, isRedelivery: false);
            _ids.End(id);
        }

        _ids.TryBegin("0", isRedelivery: true).ShouldBeTrue();
        _ids.TryBegin("299", isRedelivery: true).ShouldBeFalse();
    }
}
