using System.Collections.Concurrent;
using DeviceManagementPatterns.AzureDevices.Calls;
using DeviceManagementPatterns.AzureDevices.Links;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.AzureDevices.Methods;

/// <summary>
/// The method names that the adapter answers. Each is registered at the client by its name; the program's other handlers, and its
/// default handler, stay where they are and get the name back when a registration ends.
/// </summary>
internal sealed class MethodTable(
    string deviceId, DeviceLink link, DeviceCalls calls, DeviceCalls lastCalls, ReplyBarrier barrier, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<string, MethodRegistration> _registrations = new(StringComparer.Ordinal);

    public async Task<IAsyncDisposable> AddAsync(
        string methodName,
        Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler,
        CancellationToken cancellationToken)
    {
        var registration = new MethodRegistration(() => RemoveAsync(methodName));
        var answers = new MethodAnswers(deviceId, methodName, handler, barrier, time, logger, registration.Ended);
        if (!_registrations.TryAdd(methodName, registration))
        {
            throw new InvalidOperationException($"Method '{methodName}' has a handler already; dispose its registration first.");
        }

        try
        {
            await calls.RunAsync(
                $"Registering method '{methodName}' of '{deviceId}'",
                stop => link.SetMethodHandler(methodName, answers.AnswerAsync, stop),
                cancellationToken).ConfigureAwait(false);
            return registration;
        }
        catch
        {
            await registration.EndAsync().ConfigureAwait(false);
            _registrations.TryRemove(methodName, out _);
            throw;
        }
    }

    public Task RemoveAllAsync() =>
        Task.WhenAll(_registrations.Values.Select(registration => registration.DisposeAsync().AsTask()));

    // The name stays taken until the client has let it go: else a late removal would take away its successor.
    private async Task RemoveAsync(string methodName)
    {
        try
        {
            await lastCalls.RunAsync(
                $"Removing method '{methodName}' of '{deviceId}'",
                stop => link.SetMethodHandler(methodName, null, stop),
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (HubException exception)
        {
            logger.MethodRemovalFailed(exception, deviceId, methodName);
        }

        _registrations.TryRemove(methodName, out _);
    }
}
