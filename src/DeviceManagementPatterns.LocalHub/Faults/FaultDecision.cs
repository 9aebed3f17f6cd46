namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>What becomes of a call. The default is that nothing does.</summary>
/// <param name="Rule">What goes wrong; null where the call is at most delayed.</param>
/// <param name="Delay">How much later what the hub sends leaves.</param>
internal readonly record struct FaultDecision(FaultRule? Rule, TimeSpan Delay)
{
    public bool IsNone => Rule is null && Delay == TimeSpan.Zero;

    public FaultKind? Kind => Rule?.Kind;

    public bool IsRefusal => Kind is FaultKind.Refuse or FaultKind.Throttle;

    public bool LosesReply => Kind is FaultKind.LoseReply;

    /// <summary>How many times it arrives.</summary>
    public int Arrivals => Rule is { Kind: FaultKind.Duplicate } rule ? 1 + rule.Copies : 1;

    /// <summary>What a refused call is told.</summary>
    public HubException Refusal => new(FaultCodes.Of(Rule!), $"Refused by the fault '{Rule!.Id}' of this local hub.") { RetryAfter = Rule.RetryAfter };

    /// <summary>Why a connection ends.</summary>
    public string EndReason => $"the fault '{Rule?.Id}' of this local hub ended it";

    public void ThrowIfRefused()
    {
        if (IsRefusal)
        {
            throw Refusal;
        }
    }
}
