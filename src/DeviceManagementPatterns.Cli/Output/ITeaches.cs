namespace DeviceManagementPatterns.Cli.Output;

/// <summary>A command whose help shows examples.</summary>
internal interface ITeaches
{
    IReadOnlyList<Example> Examples { get; }
}
