namespace DeviceManagementPatterns.Operations;

/// <summary>Why an operation did not do what was asked.</summary>
/// <param name="Code">A stable word for programs, such as <c>bootIdUnchanged</c>.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record OperationError(string Code, string Message);
