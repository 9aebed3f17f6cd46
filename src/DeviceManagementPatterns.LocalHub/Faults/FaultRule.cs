namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>
/// What goes wrong, where, and when. A call that fits the filters is counted; <see cref="Skip"/>, <see cref="First"/>,
/// <see cref="Every"/>, <see cref="Probability"/> and <see cref="Times"/> then decide, in this order, whether it is hit.
/// </summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Operation">Where. Not every kind is possible everywhere.</param>
public sealed record FaultRule(FaultKind Kind, FaultOperation Operation)
{
    /// <summary>Names the rule in logs, hits and the admin endpoint: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; the hub gives one where it is null.</summary>
    public string? Id { get; init; }

    /// <summary>A device's id, or <c>device/module</c>; <c>*</c> stands for any run of characters. The default, null, is all.</summary>
    public string? Device { get; init; }

    /// <summary>A direct method's name, with <c>*</c> as above; for <see cref="FaultOperation.MethodRequest"/> and <see cref="FaultOperation.MethodReply"/>.</summary>
    public string? Method { get; init; }

    /// <summary>A REST call's path without its query, with <c>*</c> as above; for calls of a back end.</summary>
    public string? Path { get; init; }

    /// <summary>How many fitting calls pass first. The default is 0.</summary>
    public int Skip { get; init; }

    /// <summary>Only that many fitting calls after the skipped ones are looked at; null, the default, for all.</summary>
    public int? First { get; init; }

    /// <summary>Every n-th of them. The default, 1, is each.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Above 0 and up to 1, drawn from the rule's own stream of the script's seed. The default, 1, is always.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>At most that many hits; null, the default, for any number.</summary>
    public int? Times { get; init; }

    /// <summary>Calls that come earlier after the rule was added are not counted. The default is zero.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Calls that come that late after the rule was added are not counted; null, the default, for no end.</summary>
    public TimeSpan? Until { get; init; }

    /// <summary>
    /// How long a delay is, how far a stale index lags, how wrong the clock is (negative: slow), and how much later a duplicate comes
    /// (the default, null, is at once).
    /// </summary>
    public TimeSpan? By { get; init; }

    /// <summary>
    /// The code of a refusal. Null takes 429001 for <see cref="FaultKind.Throttle"/>, 401003 for a CONNECT and 503001 otherwise.
    /// </summary>
    public HubErrorCode? Code { get; init; }

    /// <summary>What a refused back end is told in the header <c>Retry-After</c>, in whole seconds; null, the default, sends none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How many more times a duplicate arrives, 1 to 100. The default is 1.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Reads the short form: <c>delay methodReply 2s device=d1 times=3</c>.</summary>
    /// <param name="text">Kind, operation, for some kinds the time span or the code, and members as <c>name=value</c>.</param>
    /// <exception cref="ArgumentException">The text is no rule; the message names the member and the fix.</exception>
    public static FaultRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FaultRuleText.Parse(text);
    }

    /// <summary>The short form.</summary>
    public override string ToString() => FaultRuleText.Format(this);
}
