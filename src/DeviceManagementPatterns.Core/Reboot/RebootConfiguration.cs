using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DeviceManagementPatterns.Reboot;

/// <summary>Takes from the program's configuration, where it has one, whether reboots are only simulated.</summary>
internal sealed class RebootConfiguration(IServiceProvider services) : IConfigureOptions<RebootOptions>
{
    public const string SimulateFor = "DeviceManagement:Reboot:SimulateFor";

    public void Configure(RebootOptions options)
    {
        if (services.GetService<IConfiguration>()?[SimulateFor] is not { Length: > 0 } text)
        {
            return;
        }

        options.SimulateFor = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration)
            ? duration
            : throw new OptionsValidationException(nameof(RebootOptions), typeof(RebootOptions),
                [$"The configuration value {SimulateFor} is '{text}'; it takes a time span such as 00:00:02."]);
    }
}
