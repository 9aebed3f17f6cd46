using DeviceManagementPatterns.Cli.Output;
using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Cli.Tests;

public sealed class FailureTests
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    public static TheoryData<Exception, int> Failures => new()
    {
        { new HubException(HubErrorCode.DeviceNotFound, "No."), 1 },
        { new OperationException("op", "failed", null, "No."), 1 },
        { new IOException("No."), 1 },
        { new UnauthorizedAccessException("No."), 1 },
        { new InvalidOperationException("No."), 1 },
        { new ArgumentException("No."), 2 },
        { new HubException(HubErrorCode.GatewayTimeout, "No.") { IsOutcomeUnknown = true }, 3 },
        { new TimeoutException("No."), 3 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Each_failure_has_its_exit_code(Exception exception, int exitCode) =>
        Failure.Of(exception, CancellationToken.None).ExitCode.ShouldBe(exitCode);

    [Fact]
    public void Only_the_users_own_wish_counts_as_cancelled()
    {
        Failure.Of(new OperationCanceledException(), Cancelled).ExitCode.ShouldBe(130);
        Failure.Of(new OperationCanceledException(), CancellationToken.None).ExitCode.ShouldBe(1);
    }

    [Fact]
    public void A_message_of_many_lines_becomes_one() =>
        Failure.Of(new IOException("One\r\n  two.\n"), CancellationToken.None).Line.ShouldBe("One two.");

    [Fact]
    public void A_parameters_name_is_the_frameworks_business() =>
        Failure.Of(new ArgumentException("It is empty.", "deviceId"), CancellationToken.None).Line.ShouldBe("It is empty.");

    [Fact]
    public void The_librarys_option_is_told_in_the_tools_word() =>
        Failure.Of(new ArgumentException("Set IotHubServiceOptions.CaFile."), CancellationToken.None).Line.ShouldBe("Set --ca-file.");

    [Theory]
    [InlineData("HostName=h;SharedAccessKey=c2VjcmV0 is wrong", "HostName=h;SharedAccessKey=… is wrong")]
    [InlineData("SharedAccessSignature sr=h&sig=c2VjcmV0&se=1", "SharedAccessSignature sr=h&sig=…&se=1")]
    public void No_key_is_shown_whatever_an_exception_says(string message, string line) =>
        Failure.Of(new InvalidOperationException(message), CancellationToken.None).Line.ShouldEndWith(line);
}
