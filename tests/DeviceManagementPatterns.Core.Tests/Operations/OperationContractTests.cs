using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Tests.Operations;

public sealed class OperationContractTests
{
    public static TheoryData<string, string> Requests => [.. CaseFile.Read("Operations/Cases/requests.txt")];

    [Theory]
    [MemberData(nameof(Requests))]
    public void Reads_a_request_or_names_what_is_wrong(string payload, string expected)
    {
        var read = OperationContract.TryReadRequest(Json.Parse(payload), out var request, out var problem);

        (read ? request.OperationId ?? "-" : problem).ShouldBe(expected);
    }

    [Fact]
    public void A_request_is_read_back_as_it_was_written()
    {
        var request = new OperationRequest
        {
            OperationId = "0195-op",
            IssuedAt = new DateTimeOffset(2026, 3, 1, 22, 0, 0, TimeSpan.Zero),
            Reason = "kernel update",
            RequestedBy = "ops",
            NotBefore = new DateTimeOffset(2026, 3, 1, 23, 0, 0, TimeSpan.Zero),
            Deadline = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero),
            OnBlocked = BlockedBehavior.Reject,
            Force = true,
            Evaluate = true,
        };

        OperationContract.TryReadRequest(OperationContract.WriteRequest(request), out var read, out _).ShouldBeTrue();

        read.ShouldBe(request);
    }
}
