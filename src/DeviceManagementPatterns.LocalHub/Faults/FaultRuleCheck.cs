using System.Text.RegularExpressions;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>What a rule may be.</summary>
internal static partial class FaultRuleCheck
{
    private const int MaxCopies = 100;

    private static readonly TimeSpan MaxSpan = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxSkew = TimeSpan.FromDays(3650);

    /// <exception cref="ArgumentException">One of them is unknown.</exception>
    public static FaultRule Start(string? kindWord, string? operationWord)
    {
        if (!FaultWords.TryParse(kindWord, out FaultKind kind))
        {
            throw new ArgumentException($"kind '{LogText.Of(kindWord)}' is unknown: take {FaultWords.ListAll<FaultKind>()}.");
        }

        return FaultWords.TryParse(operationWord, out FaultOperation operation)
            ? new FaultRule(kind, operation)
            : throw new ArgumentException($"operation '{LogText.Of(operationWord)}' is unknown: take {FaultWords.ListAll<FaultOperation>()}.");
    }

    /// <exception cref="ArgumentException">The rule breaks a rule; the message names the member and the fix.</exception>
    public static FaultRule Checked(FaultRule rule)
    {
        var fault = FaultOfPlace(rule) ?? FaultOfFilters(rule) ?? FaultOfCounts(rule) ?? FaultOfTimes(rule) ?? FaultOfParameters(rule);
        return fault is null ? rule : throw new ArgumentException($"{fault}.");
    }

    private static string? FaultOfPlace(FaultRule rule)
    {
        if (!Enum.IsDefined(rule.Kind) || !Enum.IsDefined(rule.Operation))
        {
            return "kind or operation is no value of its enumeration";
        }

        var (kind, operation) = (FaultWords.Of(rule.Kind), FaultWords.Of(rule.Operation));
        var kinds = FaultMatrix.KindsAt(rule.Operation);
        return kinds.Contains(rule.Kind) ? null : $"kind '{kind}' is not possible at operation '{operation}': take {FaultWords.List(kinds)}";
    }

    private static string? FaultOfFilters(FaultRule rule) => rule switch
    {
        { Id: { } id } when !IdForm().IsMatch(id) => $"id '{LogText.Of(id)}' is not right: give 1 to 64 letters, digits, '-', '_' and '.'",
        { Device: "" } or { Method: "" } or { Path: "" } => "device, method or path is empty: leave it out for all",
        { Device: not null } when !FaultMatrix.HasDevice(rule.Operation) =>
            $"device has no meaning at operation '{FaultWords.Of(rule.Operation)}': leave it out",
        { Method: not null } when !FaultMatrix.HasMethod(rule.Operation) =>
            $"method has no meaning at operation '{FaultWords.Of(rule.Operation)}': it is for methodRequest and methodReply",
        { Path: not null } when !FaultMatrix.IsRest(rule.Operation) =>
            $"path has no meaning at operation '{FaultWords.Of(rule.Operation)}': it is for calls of a back end, such as restCall",
        _ => null,
    };

    private static string? FaultOfCounts(FaultRule rule) => rule switch
    {
        { Kind: FaultKind.Skew } when rule is not { Skip: 0, First: null, Every: 1, Probability: 1, Times: null } =>
            "skew is not counted: leave out skip, first, every, probability and times; after and until are possible",
        { Skip: < 0 } => $"skip {rule.Skip} is below 0",
        { First: < 1 } => $"first {rule.First} is below 1",
        { Every: < 1 } => $"every {rule.Every} is below 1",
        { Times: < 1 } => $"times {rule.Times} is below 1",
        { Probability: not (> 0 and <= 1) } => $"probability {FaultMember.Find("probability")!.Write(rule)} is out of range: give a number above 0 and up to 1",
        _ => null,
    };

    private static string? FaultOfTimes(FaultRule rule) => rule switch
    {
        _ when rule.After < TimeSpan.Zero => $"after {FaultSpan.Format(rule.After)} is negative",
        { Until: { } until } when until <= rule.After => $"until {FaultSpan.Format(until)} is not later than after {FaultSpan.Format(rule.After)}",
        _ => null,
    };

    private static string? FaultOfParameters(FaultRule rule) => rule switch
    {
        { Kind: FaultKind.Delay or FaultKind.Stale or FaultKind.Skew, By: null } => $"by is missing: a {FaultWords.Of(rule.Kind)} needs a stretch of time such as 2s",
        { Kind: FaultKind.Skew } => FaultOfSpan("by", rule.By!.Value, -MaxSkew, MaxSkew) ?? FaultOfForeign(rule),
        { Kind: FaultKind.Delay or FaultKind.Stale } => FaultOfSpan("by", rule.By!.Value, TimeSpan.FromTicks(1), MaxSpan) ?? FaultOfForeign(rule),
        { Kind: FaultKind.Duplicate, By: { } by } => FaultOfSpan("by", by, TimeSpan.Zero, MaxSpan) ?? FaultOfForeign(rule),
        { Kind: FaultKind.Throttle, Code: { } code } when !FaultCodes.IsThrottle(code) => $"code {(int)code} is no 429xxx: take one, or the kind refuse",
        { Code: { } code } when (int)code < 400000 => $"code {(int)code} is not the hub's own: give six digits, such as 503001",
        { RetryAfter: { } wait } => FaultOfSpan("retryAfter", wait, TimeSpan.FromSeconds(1), MaxSpan) ?? FaultOfForeign(rule),
        _ => FaultOfForeign(rule),
    };

    private static string? FaultOfForeign(FaultRule rule)
    {
        var isRefusal = rule.Kind is FaultKind.Refuse or FaultKind.Throttle;
        return rule switch
        {
            { By: not null, Kind: not (FaultKind.Delay or FaultKind.Stale or FaultKind.Skew or FaultKind.Duplicate) } =>
                $"by has no meaning for kind '{FaultWords.Of(rule.Kind)}': leave it out",
            { Code: not null } when !isRefusal => $"code has no meaning for kind '{FaultWords.Of(rule.Kind)}': it is for refuse and throttle",
            { RetryAfter: not null } when !isRefusal || !FaultMatrix.IsRest(rule.Operation) =>
                "retryAfter has no meaning here: it is for refuse and throttle of a back end's calls",
            { Copies: not 1, Kind: not FaultKind.Duplicate } => $"copies has no meaning for kind '{FaultWords.Of(rule.Kind)}': it is for duplicate",
            { Copies: < 1 or > MaxCopies } => $"copies {rule.Copies} is out of range: 1 to {MaxCopies}",
            _ => null,
        };
    }

    private static string? FaultOfSpan(string name, TimeSpan span, TimeSpan shortest, TimeSpan longest) => span < shortest || span > longest
        ? $"{name} {FaultSpan.Format(span)} is out of range: at most {FaultSpan.Format(longest)}{(shortest < TimeSpan.Zero ? " either way" : ", and not negative or nothing")}"
        : null;

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}
