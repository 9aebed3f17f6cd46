namespace DeviceManagementPatterns.Cli;

/// <summary>What a script learns from <c>$?</c>. The numbers are stable.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int OutcomeUnknown = 3;
    public const int Cancelled = 130;

    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Ok, "Done."),
        (Failed, "The hub or the device said no, or could not be reached."),
        (Usage, "The command line, the connection string or a variable is wrong; nothing was sent."),
        (OutcomeUnknown, "No answer in time: the device may have acted. Look before asking again."),
        (Cancelled, "Stopped by Ctrl-C or SIGTERM ('dmp hub' ends with 0)."),
    ];
}
