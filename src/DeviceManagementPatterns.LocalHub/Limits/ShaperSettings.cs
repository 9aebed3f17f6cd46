namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>How one meter's traffic is shaped.</summary>
/// <param name="Rate">What is served in the long run.</param>
/// <param name="Burst">What is served at once after a quiet time.</param>
/// <param name="QueueLength">How many may wait.</param>
/// <param name="MaxWait">How long one may wait; null for as long as it takes.</param>
internal sealed record ShaperSettings(MeterRate Rate, long Burst, int QueueLength, TimeSpan? MaxWait)
{
    public static ShaperSettings Of(HubMeter meter, MeterRate rate, ThrottlingOptions options) => meter switch
    {
        // A call's own time-outs would run out while it waits: Node's SDK gives it exactly those.
        HubMeter.DirectMethods => new ShaperSettings(rate, rate.AmountIn(options.Burst), QueueLength: 0, options.MaxWait),

        // Jobs are the hub's own work: it gets no burst beyond its rate's period, and waits as long as it must.
        HubMeter.JobDeviceOperations => new ShaperSettings(rate, rate.Amount, int.MaxValue, MaxWait: null),
        _ => new ShaperSettings(rate, rate.AmountIn(options.Burst), options.QueueLength, options.MaxWait),
    };
}
