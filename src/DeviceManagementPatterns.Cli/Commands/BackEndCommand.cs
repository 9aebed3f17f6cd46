using System.CommandLine;
using DeviceManagementPatterns.Cli.Hubs;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary>A command that acts as a back end, on any hub.</summary>
internal abstract class BackEndCommand : CliCommand
{
    private readonly Option<string> _connectionString = new("--connection-string")
    {
        HelpName = "TEXT",
        Description = $"The hub's, of a shared access policy that allows the call. Better in {HubAccess.ConnectionStringVariable}: "
            + "what stands on a command line, others on this machine can read.",
    };

    private readonly Option<string> _caFile = new("--ca-file")
    {
        HelpName = "FILE",
        Description = $"The PEM file of a certificate authority to trust, as LocalHub prints it. Or {HubAccess.CaFileVariable}.",
    };

    protected BackEndCommand(string name, string description, CliEnvironment environment)
        : base(name, description, environment)
    {
        Add(_connectionString);
        Add(_caFile);
    }

    protected sealed override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var hub = HubAccess.Find(arguments.GetValue(_connectionString), arguments.GetValue(_caFile), Environment);
        await using (hub.ConfigureAwait(false))
        {
            return await RunAsync(arguments, hub, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken);
}
