using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace DeviceManagementPatterns.Cli.Output;

/// <summary><c>dmp --version</c>: the tool's own version, whatever program hosts it.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        parseResult.InvocationConfiguration.Output.WriteLine(version.Split('+')[0]);
        return ExitCodes.Ok;
    }
}
