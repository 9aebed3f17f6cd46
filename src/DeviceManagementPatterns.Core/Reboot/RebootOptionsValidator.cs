using Microsoft.Extensions.Options;

namespace DeviceManagementPatterns.Reboot;

internal sealed class RebootOptionsValidator : IValidateOptions<RebootOptions>
{
    private const string Owner = nameof(RebootOptions);

    public ValidateOptionsResult Validate(string? name, RebootOptions options)
    {
        string?[] problems =
        [
            OptionRange.Problem(Owner, nameof(RebootOptions.RebootTimeout), options.RebootTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            OptionRange.Problem(Owner, nameof(RebootOptions.ReportTimeout), options.ReportTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            OptionRange.Problem(Owner, nameof(RebootOptions.SimulateFor), options.SimulateFor ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromHours(1)),
        ];
        var found = problems.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
