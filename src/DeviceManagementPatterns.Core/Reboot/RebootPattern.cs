using DeviceManagementPatterns.Operations;
using Microsoft.Extensions.Options;

namespace DeviceManagementPatterns.Reboot;

/// <summary>The device half of the reboot: answers both tutorials' methods, reboots through a handler, and proves that it happened.</summary>
public sealed class RebootPattern : DevicePattern
{
    private readonly IRebootHandler _handler;
    private readonly RebootOptions _options;

    /// <summary>Makes the pattern for a device.</summary>
    /// <param name="handler">Reboots the machine.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public RebootPattern(IRebootHandler handler, RebootOptions? options = null)
        : base(RebootContract.Name, RebootContract.Version, RebootContract.PythonMethod, RebootContract.CSharpMethod)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handler = handler;
        _options = options ?? new RebootOptions();
        var validation = new RebootOptionsValidator().Validate(null, _options);
        if (validation.Failed)
        {
            throw new OptionsValidationException(nameof(RebootOptions), typeof(RebootOptions), validation.Failures);
        }
    }

    internal override string InitialStatus => RebootContract.Word(RebootPhase.Waiting);

    internal override DirectMethodResponse Answer(string methodName, OperationRequest request, OperationReply reply) =>
        request.OperationId is null && reply.MethodStatus == 202
            ? new DirectMethodResponse(200, RebootContract.TutorialBody(methodName))
            : new DirectMethodResponse(reply.MethodStatus, reply.ToJson());

    internal override Task RunAsync(Operation operation, OperationContext context, CancellationToken cancellationToken) =>
        new RebootRun(operation, _handler, _options, context).RunAsync(cancellationToken);

    internal override Operation? FindLast(TwinSection reported)
    {
        if (RebootContract.ReadReported(reported) is not { Phase: not RebootPhase.Idle } status)
        {
            return null;
        }

        var request = new OperationRequest { OperationId = status.OperationId, Reason = status.Reason };
        var operation = new Operation(
            status.OperationId ?? "local-unnamed", request, status.RequestedTime ?? default, RebootContract.Word(status.Phase));
        if (status.IsFinished)
        {
            operation.Finish();
        }

        return operation;
    }

    internal override Task ConcludeAsync(
        Operation interrupted, TwinSection reported, OperationContext context, CancellationToken cancellationToken) =>
        new RebootRun(interrupted, _handler, _options, context)
            .ConcludeAsync(RebootContract.ReadReported(reported)!, cancellationToken);
}
