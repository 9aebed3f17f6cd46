namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>A list of rules and a seed: the same script and the same order of calls give the same hits.</summary>
public sealed record FaultScript
{
    /// <summary>What the random streams of the rules start from. The default is 0.</summary>
    public int Seed { get; init; }

    /// <summary>The rules, asked in this order.</summary>
    public IReadOnlyList<FaultRule> Rules { get; init; } = [];

    /// <summary>Reads a script: <c>{"seed":7,"rules":[{"kind":"delay","operation":"methodReply","by":"2s"}]}</c>; a rule may also be its short form, a string.</summary>
    /// <param name="json">The script's text; comments and trailing commas are allowed.</param>
    /// <exception cref="ArgumentException">The text is no script; the message names the member and the fix.</exception>
    public static FaultScript Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return FaultJson.ReadScript(System.Text.Encoding.UTF8.GetBytes(json));
    }

    /// <summary>The script as JSON text.</summary>
    public string ToJson() => System.Text.Encoding.UTF8.GetString(Hub.HubJson.Write(writer => FaultJson.Write(writer, this)));
}
