namespace DeviceManagementPatterns.AzureDevices.Calls;

/// <summary>One call to a client of the back end. A cancelled one would surface as an error of the client's, so the token is asked first.</summary>
internal static class ServiceCalls
{
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> call, Func<Exception, HubException> translate, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await Abandonable.WaitAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw translate(exception);
        }
    }
}
