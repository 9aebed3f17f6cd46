namespace DeviceManagementPatterns.Wire;

/// <summary>
/// What a back end needs to reach its hub. <see cref="ToString"/> shows no secret; <see cref="Format"/> writes the whole text.
/// </summary>
internal sealed record ServiceConnectionString
{
    public const int DefaultPort = 443;

    private const string Kind = "service connection string";

    /// <summary>The hub's name as it stands in the text, with its port where one was given; signed into tokens like this.</summary>
    public required string HostName { get; init; }

    public required string SharedAccessKeyName { get; init; }

    public string? SharedAccessKey { get; init; }

    public string? SharedAccessSignature { get; init; }

    public HubEndpoint Endpoint =>
        HubEndpoint.TryParse(HostName, DefaultPort, out var endpoint, out var fault)
            ? endpoint
            : throw new InvalidOperationException($"The host name {fault}.");

    public int Port => Endpoint.Port;

    /// <exception cref="ArgumentException">It is no service connection string; the message names the field and the fix.</exception>
    public static ServiceConnectionString Parse(string text)
    {
        var fields = ConnectionStringFields.Parse(text, Kind);
        fields.Endpoint(ConnectionStringFields.HostName, DefaultPort);
        if (fields.Has(ConnectionStringFields.DeviceId))
        {
            throw new ArgumentException(
                "This is a device connection string (it has DeviceId), but a back end needs a policy's: "
                + "take it from the hub's shared access policies, such as 'service'.");
        }

        var policy = fields.Require(ConnectionStringFields.SharedAccessKeyName);
        if (policy.Length == 0 || !policy.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '@' or '.'))
        {
            throw fields.Fault(
                ConnectionStringFields.SharedAccessKeyName, "is not a policy's name: letters, digits, or any of _ - @ and the dot");
        }

        fields.CheckCredential(certificateAllowed: false);
        return new ServiceConnectionString
        {
            HostName = fields.Require(ConnectionStringFields.HostName),
            SharedAccessKeyName = policy,
            SharedAccessKey = fields.Find(ConnectionStringFields.SharedAccessKey),
            SharedAccessSignature = fields.Find(ConnectionStringFields.SharedAccessSignature),
        };
    }

    /// <summary>The whole text, secrets included, as SDKs accept it.</summary>
    public string Format() => SharedAccessKey is not null
        ? $"HostName={HostName};SharedAccessKeyName={SharedAccessKeyName};SharedAccessKey={SharedAccessKey}"
        : $"HostName={HostName};SharedAccessKeyName={SharedAccessKeyName};SharedAccessSignature={SharedAccessSignature}";

    public override string ToString() => $"policy {SharedAccessKeyName} at {HostName}";
}
