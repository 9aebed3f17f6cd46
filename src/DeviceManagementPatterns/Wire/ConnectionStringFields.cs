namespace DeviceManagementPatterns.Wire;

/// <summary>
/// The <c>Name=Value</c> pairs of a connection string, split at <c>;</c> and at the first <c>=</c>. Names are case-sensitive, names
/// that nobody asks for are ignored, and no message holds a value that might be a secret.
/// </summary>
internal sealed class ConnectionStringFields
{
    public const string HostName = "HostName";
    public const string GatewayHostName = "GatewayHostName";
    public const string DeviceId = "DeviceId";
    public const string ModuleId = "ModuleId";
    public const string SharedAccessKeyName = "SharedAccessKeyName";
    public const string SharedAccessKey = "SharedAccessKey";
    public const string SharedAccessSignature = "SharedAccessSignature";
    public const string X509 = "x509";
    public const string X509Cert = "X509Cert";

    private static readonly string[] SecretFields = [SharedAccessKey, SharedAccessSignature];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly string _kind;

    private ConnectionStringFields(string kind) => _kind = kind;

    /// <param name="text">The connection string.</param>
    /// <param name="kind">What it is, for messages: <c>device connection string</c>.</param>
    /// <exception cref="ArgumentException">It is empty or malformed.</exception>
    public static ConnectionStringFields Parse(string text, string kind)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = new ConnectionStringFields(kind);
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            throw new ArgumentException($"The {kind} is empty.");
        }

        if (trimmed[0] is '"' or '\'')
        {
            throw new ArgumentException($"The {kind} starts with a quotation mark: leave the quotation marks out.");
        }

        var parts = trimmed.Split(';');
        for (var i = 0; i < parts.Length; i++)
        {
            fields.Add(parts[i].Trim(), i + 1);
        }

        return fields;
    }

    public string? Find(string name) => _values.GetValueOrDefault(name);

    public bool Has(string name) => _values.ContainsKey(name);

    public string Require(string name) =>
        _values.TryGetValue(name, out var value) ? value : throw new ArgumentException(MissingMessage(name));

    public ArgumentException Fault(string name, string fault)
    {
        var shown = SecretFields.Contains(name) || !_values.TryGetValue(name, out var value) ? name : $"{name} '{value}'";
        return new ArgumentException($"{shown} in the {_kind} {fault}.");
    }

    public HubEndpoint Endpoint(string name, int defaultPort) =>
        HubEndpoint.TryParse(Require(name), defaultPort, out var endpoint, out var fault) ? endpoint : throw Fault(name, fault);

    /// <summary>Exactly one of key and signature, unless a certificate stands for both; the key is base64.</summary>
    public void CheckCredential(bool certificateAllowed)
    {
        var hasCertificate = certificateAllowed && IsTrue(X509, X509Cert);
        var given = (Has(SharedAccessKey) ? 1 : 0) + (Has(SharedAccessSignature) ? 1 : 0) + (hasCertificate ? 1 : 0);
        var choices = certificateAllowed
            ? $"{SharedAccessKey}, {SharedAccessSignature} or {X509}=true"
            : $"{SharedAccessKey} or {SharedAccessSignature}";
        if (given != 1)
        {
            var near = given == 0 ? NearMiss(SharedAccessKey) ?? NearMiss(SharedAccessSignature) ?? "" : "";
            throw new ArgumentException($"The {_kind} needs exactly one of {choices}; it has {(given == 0 ? "none" : "several")}.{near}");
        }

        if (Find(SharedAccessKey) is { } key && !IsBase64Key(key))
        {
            throw Fault(SharedAccessKey, "is not base64: copy the whole key, with the '=' at its end");
        }

        if (Find(SharedAccessSignature) is { } signature && !SasToken.TryParse(signature, out _))
        {
            throw Fault(SharedAccessSignature, "is not a token of the form 'SharedAccessSignature sr=…&sig=…&se=…'");
        }
    }

    public bool IsTrue(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (string.Equals(Find(name), "true", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBase64Key(string key) =>
        key.Length > 0 && Convert.TryFromBase64String(key, new byte[key.Length], out var written) && written > 0;

    private void Add(string part, int position)
    {
        if (part.Length == 0)
        {
            return;
        }

        var equals = part.IndexOf('=');
        if (equals <= 0)
        {
            throw new ArgumentException(
                $"Part {position} of the {_kind} is not of the form Name=Value: write Name=Value pairs, joined by ';'.");
        }

        var name = part[..equals].TrimEnd();
        if (!_values.TryAdd(name, part[(equals + 1)..].Trim()))
        {
            throw new ArgumentException($"{name} stands twice in the {_kind}: leave one out.");
        }
    }

    private string MissingMessage(string name) => $"The {_kind} has no {name}: add {name}=….{NearMiss(name)}";

    private string? NearMiss(string name)
    {
        var near = _values.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return near is null ? null : $" It has '{near}': names are case-sensitive.";
    }
}
