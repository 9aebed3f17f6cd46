namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>One call that a rule has hit.</summary>
/// <param name="Number">Counts from 1, over all rules, since the script was loaded.</param>
/// <param name="Time">When, by the machine's clock or <see cref="LocalHubOptions.TimeProvider"/>; no skew is in it.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="Kind">What went wrong.</param>
/// <param name="Operation">Where; for a rule on <see cref="FaultOperation.RestCall"/> the kind of call that it was.</param>
/// <param name="DeviceId">The device's id, or <c>device/module</c>; null where the call concerned none.</param>
/// <param name="Name">The direct method's name, or the path of the REST call; null for others.</param>
public sealed record FaultHit(
    long Number, DateTimeOffset Time, string RuleId, FaultKind Kind, FaultOperation Operation, string? DeviceId, string? Name);
