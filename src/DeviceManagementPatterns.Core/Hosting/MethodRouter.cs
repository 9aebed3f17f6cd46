using DeviceManagementPatterns.Operations;

namespace DeviceManagementPatterns.Hosting;

/// <summary>Leads each pattern's direct methods to the engine, and the engine's replies back in the caller's dialect.</summary>
internal sealed class MethodRouter(OperationEngine engine)
{
    /// <summary>Registers what is not registered yet, so that it can be called again after a failure.</summary>
    public async Task RegisterAsync(
        IDeviceClient client, IEnumerable<DevicePattern> patterns, List<IAsyncDisposable> registrations, CancellationToken cancellationToken)
    {
        var methods = patterns.SelectMany(pattern => pattern.MethodNames.Select(methodName => (pattern, methodName)));
        foreach (var (pattern, methodName) in methods.Skip(registrations.Count))
        {
            registrations.Add(await client.AddMethodHandlerAsync(
                methodName, (request, stop) => HandleAsync(pattern, request, stop), cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<DirectMethodResponse> HandleAsync(
        DevicePattern pattern, DirectMethodRequest method, CancellationToken cancellationToken)
    {
        if (!OperationContract.TryReadRequest(method.Payload, out var request, out var problem))
        {
            return new DirectMethodResponse(400, Admission.Refuse(request, 400, "badPayload", problem).ToJson());
        }

        var (reply, released) = await engine.AdmitAsync(pattern, request, cancellationToken).ConfigureAwait(false);
        return pattern.Answer(method.MethodName, request, reply) with { AfterReply = released };
    }
}
