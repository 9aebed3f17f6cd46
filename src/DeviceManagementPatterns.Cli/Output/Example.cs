namespace DeviceManagementPatterns.Cli.Output;

/// <summary>A command line to copy, and what it does.</summary>
internal sealed record Example(string Meaning, string CommandLine);
