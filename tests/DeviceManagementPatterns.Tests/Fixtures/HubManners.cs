namespace DeviceManagementPatterns.Tests.Fixtures;

/// <summary>What a scripted hub leaves undone.</summary>
internal sealed class HubManners
{
    public bool AnswersPings { get; set; } = true;

    public bool AcknowledgesPublishes { get; set; } = true;

    public bool AnswersTwinReads { get; set; } = true;

    public bool AnswersReportedPatches { get; set; } = true;

    /// <summary>What a twin request is answered with instead of success.</summary>
    public (int Status, string Body)? TwinRefusal { get; set; }
}
