using System.Text;

namespace DeviceManagementPatterns.Wire;

/// <summary>
/// What a device needs to reach its hub. <see cref="ToString"/> shows no secret; <see cref="Format"/> writes the whole text.
/// </summary>
internal sealed record DeviceConnectionString
{
    public const int DefaultPort = 8883;

    private const string Kind = "device connection string";

    /// <summary>The hub's name as it stands in the text, with its port where one was given; signed into tokens like this.</summary>
    public required string HostName { get; init; }

    public required string DeviceId { get; init; }

    public string? ModuleId { get; init; }

    public string? GatewayHostName { get; init; }

    public string? SharedAccessKeyName { get; init; }

    public string? SharedAccessKey { get; init; }

    public string? SharedAccessSignature { get; init; }

    public bool UsesX509 { get; init; }

    /// <summary>Where to dial: the gateway's host where there is one, else the hub's.</summary>
    public HubEndpoint Endpoint =>
        HubEndpoint.TryParse(GatewayHostName ?? HostName, DefaultPort, out var endpoint, out var fault)
            ? endpoint
            : throw new InvalidOperationException($"The host name {fault}.");

    public int Port => Endpoint.Port;

    /// <summary><c>{deviceId}</c>, for a module <c>{deviceId}/{moduleId}</c>.</summary>
    public string ClientId => ModuleId is null ? DeviceId : $"{DeviceId}/{ModuleId}";

    /// <summary>What a token of this device is made for; a policy's token is made for the whole hub.</summary>
    public string SasResource => this switch
    {
        { SharedAccessKeyName: not null } => HostName,
        { ModuleId: not null } => $"{HostName}/devices/{DeviceId}/modules/{ModuleId}",
        _ => $"{HostName}/devices/{DeviceId}",
    };

    /// <exception cref="ArgumentException">The text is not a device connection string; the message names the field and the fix.</exception>
    public static DeviceConnectionString Parse(string text)
    {
        var fields = ConnectionStringFields.Parse(text, Kind);
        fields.Endpoint(ConnectionStringFields.HostName, DefaultPort);
        if (fields.Has(ConnectionStringFields.GatewayHostName))
        {
            fields.Endpoint(ConnectionStringFields.GatewayHostName, DefaultPort);
        }

        if (!fields.Has(ConnectionStringFields.DeviceId) && fields.Has(ConnectionStringFields.SharedAccessKeyName))
        {
            throw new ArgumentException(
                "This is a service connection string (it has SharedAccessKeyName and no DeviceId), but a device needs its own: "
                + "take it from the device's page in the hub.");
        }

        CheckId(fields, ConnectionStringFields.DeviceId, fields.Require(ConnectionStringFields.DeviceId));
        if (fields.Find(ConnectionStringFields.ModuleId) is { } moduleId)
        {
            CheckId(fields, ConnectionStringFields.ModuleId, moduleId);
        }

        fields.CheckCredential(certificateAllowed: true);
        return new DeviceConnectionString
        {
            HostName = fields.Require(ConnectionStringFields.HostName),
            DeviceId = fields.Require(ConnectionStringFields.DeviceId),
            ModuleId = fields.Find(ConnectionStringFields.ModuleId),
            GatewayHostName = fields.Find(ConnectionStringFields.GatewayHostName),
            SharedAccessKeyName = fields.Find(ConnectionStringFields.SharedAccessKeyName),
            SharedAccessKey = fields.Find(ConnectionStringFields.SharedAccessKey),
            SharedAccessSignature = fields.Find(ConnectionStringFields.SharedAccessSignature),
            UsesX509 = fields.IsTrue(ConnectionStringFields.X509, ConnectionStringFields.X509Cert),
        };
    }

    /// <summary>The whole text, secrets included, as SDKs accept it.</summary>
    public string Format()
    {
        var text = new StringBuilder($"HostName={HostName};DeviceId={DeviceId}");
        Append(text, ConnectionStringFields.ModuleId, ModuleId);
        Append(text, ConnectionStringFields.SharedAccessKeyName, SharedAccessKeyName);
        Append(text, ConnectionStringFields.SharedAccessKey, SharedAccessKey);
        Append(text, ConnectionStringFields.SharedAccessSignature, SharedAccessSignature);
        Append(text, ConnectionStringFields.X509, UsesX509 ? "true" : null);
        Append(text, ConnectionStringFields.GatewayHostName, GatewayHostName);
        return text.ToString();
    }

    public override string ToString() => $"{ClientId} at {HostName}{(GatewayHostName is null ? "" : $" by {GatewayHostName}")}";

    private static void CheckId(ConnectionStringFields fields, string name, string id)
    {
        if (!EntityId.IsValid(id))
        {
            throw fields.Fault(name, $"is not an id: {EntityId.Rule}");
        }
    }

    private static void Append(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(';').Append(name).Append('=').Append(value);
        }
    }
}
