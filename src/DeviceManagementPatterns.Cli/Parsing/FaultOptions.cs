using DeviceManagementPatterns.LocalHub.Faults;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>What <c>--faults</c> and <c>--fault</c> say together.</summary>
internal static class FaultOptions
{
    /// <exception cref="ArgumentException">The script or a rule is malformed; the message names the option.</exception>
    /// <exception cref="IOException">The script cannot be read.</exception>
    public static FaultScript? Read(string? file, IReadOnlyList<string> rules)
    {
        if (file is null && rules.Count == 0)
        {
            return null;
        }

        var script = file is null ? new FaultScript() : Named($"--faults '{file}'", () => FaultScript.Parse(File.ReadAllText(file)));
        return script with { Rules = [.. script.Rules, .. rules.Select(rule => Named($"--fault '{rule}'", () => FaultRule.Parse(rule)))] };
    }

    private static T Named<T>(string option, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{option}: {e.Message}", e);
        }
    }
}
