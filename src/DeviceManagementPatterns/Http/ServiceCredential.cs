using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Http;

/// <summary>The <c>Authorization</c> header of a policy: a token that is made from its key and used for four fifths of its life.</summary>
internal sealed class ServiceCredential(ServiceConnectionString connection, TimeSpan lifetime, TimeProvider time)
{
    private sealed record Token(string Text, DateTimeOffset RenewAt);

    private Token? _token;

    public ValueTask<string> AuthorizeAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<string>(cancellationToken)
            : ValueTask.FromResult(connection.SharedAccessSignature ?? Current().Text);

    private Token Current()
    {
        var now = time.GetUtcNow();
        if (_token is not { } token || now >= token.RenewAt)
        {
            var text = SasToken.Make(connection.HostName, connection.SharedAccessKey!, now + lifetime, connection.SharedAccessKeyName);
            _token = token = new Token(text, now + (lifetime * 0.8));
        }

        return token;
    }
}
