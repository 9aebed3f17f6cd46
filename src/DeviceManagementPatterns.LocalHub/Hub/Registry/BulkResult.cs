using System.Text.Json;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>The outcome of a bulk registry request.</summary>
internal sealed record BulkResult(IReadOnlyList<BulkError> Errors)
{
    public bool IsSuccessful => Errors.Count == 0;

    public void WriteTo(Utf8JsonWriter writer) => throw new NotSupportedException();
}
