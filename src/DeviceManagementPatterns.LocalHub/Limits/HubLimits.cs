using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>
/// What a tier allows, asked once at the door of every operation: whether the tier has it, whether the day's messages last, and whether
/// the rate lets it through now. Without a tier everything passes.
/// </summary>
internal sealed class HubLimits : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FrozenDictionary<HubMeter, Meter> _meters = FrozenDictionary<HubMeter, Meter>.Empty;
    private readonly DailyQuota? _quota;
    private DateOnly _dayOfWarning;

    public HubLimits(HubTier? tier, int units, ThrottlingOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        (Tier, Units, _time) = (tier, units, time);
        _logger = loggers.CreateLogger<HubLimits>();
        if (tier is { } chosen)
        {
            _quota = new DailyQuota(TierQuotas.DailyMessages(chosen, units));
            _meters = Enum.GetValues<HubMeter>().Where(meter => TierQuotas.Offers(chosen, meter)).ToFrozenDictionary(
                meter => meter,
                meter => new Meter(
                    meter, ShaperSettings.Of(meter, TierRates.Of(meter, chosen, units), options), options.RetryAfter, time, _logger));
        }
    }

    /// <summary>Null where nothing is limited.</summary>
    public HubTier? Tier { get; }

    public int Units { get; }

    public bool IsOn => Tier is not null;

    public IEnumerable<(HubMeter Kind, Meter Meter)> Meters => _meters.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key);

    /// <summary>The day's messages, and how many of them are used; null where they are not counted.</summary>
    public (long Messages, long Used)? Quota => _quota is null ? null : (_quota.Messages, _quota.UsedOn(_time.GetUtcNow()));

    public static HubLimits Off(TimeProvider time, ILoggerFactory loggers) => new(null, 1, new ThrottlingOptions(), time, loggers);

    /// <summary>Ends when an operation may go on.</summary>
    /// <exception cref="HubException">429001 to 429003, 403002, or 403010 where the tier does not offer it.</exception>
    public ValueTask AdmitAsync(HubMeter meter, CancellationToken cancellationToken) => AdmitMessageAsync(meter, 0, cancellationToken);

    /// <summary>The same for a request that counts as several, as a bulk request does.</summary>
    public ValueTask AdmitManyAsync(HubMeter meter, int count, CancellationToken cancellationToken) =>
        Tier is { } tier ? Find(tier, meter).AdmitAsync(Math.Max(1, count), cancellationToken) : ValueTask.CompletedTask;

    /// <summary>The same for an operation with a body, which may count as several messages of the day, or as several at its meter.</summary>
    public ValueTask AdmitMessageAsync(HubMeter meter, long bytes, CancellationToken cancellationToken)
    {
        if (Tier is not { } tier)
        {
            return ValueTask.CompletedTask;
        }

        var found = Find(tier, meter);
        var cost = meter == HubMeter.DirectMethods ? UnitsOf(bytes, TierQuotas.MethodMeterBytes) : 1;
        if (!TierQuotas.IsMessage(meter))
        {
            return found.AdmitAsync(cost, cancellationToken);
        }

        var messages = UnitsOf(bytes, TierQuotas.MessageBytes(tier));
        TakeMessages(messages);
        var admission = found.AdmitAsync(cost, cancellationToken);
        return admission.IsCompletedSuccessfully ? admission : GiveBackUnlessServedAsync(admission, messages);
    }

    public void Dispose()
    {
        foreach (var (_, meter) in _meters)
        {
            meter.Dispose();
        }
    }

    private static int UnitsOf(long bytes, int unit) => (int)Math.Max(1, (bytes + unit - 1) / unit);

    private Meter Find(HubTier tier, HubMeter meter) => _meters.GetValueOrDefault(meter) ?? throw LimitRefusals.NotInTier(tier, meter);

    private void TakeMessages(int count)
    {
        var now = _time.GetUtcNow();
        if (_quota!.TryTake(count, now))
        {
            return;
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (_dayOfWarning != today)
        {
            _dayOfWarning = today;
            _logger.QuotaSpent(_quota.Messages);
        }

        throw LimitRefusals.QuotaSpent(_quota.Messages);
    }

    private async ValueTask GiveBackUnlessServedAsync(ValueTask admission, int messages)
    {
        var isServed = false;
        try
        {
            await admission.ConfigureAwait(false);
            isServed = true;
        }
        finally
        {
            if (!isServed)
            {
                _quota!.GiveBack(messages, _time.GetUtcNow());
            }
        }
    }
}
