using Newtonsoft.Json.Linq;

namespace DeviceManagementPatterns.AzureDevices.Links;

/// <summary>What the adapter needs of the back end's clients: one delegate for each member.</summary>
internal sealed record ServiceLink
{
    /// <summary>Calls a direct method on a device.</summary>
    public required Func<string, MethodCall, CancellationToken, Task<MethodAnswer>> InvokeMethod { get; init; }

    /// <summary>Reads a twin as JSON text; null where the device is unknown.</summary>
    public required Func<string, CancellationToken, Task<string?>> GetTwin { get; init; }

    /// <summary>Patches a twin and returns it as JSON text.</summary>
    public required Func<string, TwinPatch, CancellationToken, Task<string>> UpdateTwin { get; init; }

    /// <summary>Fetches one page of a query by its text, page size and continuation. The SDK takes no token here.</summary>
    public required Func<string, int?, string?, Task<Rows>> Query { get; init; }

    /// <summary>A direct method call as it is sent.</summary>
    public sealed record MethodCall(string Name, string PayloadJson, TimeSpan ResponseTimeout, TimeSpan ConnectTimeout);

    /// <summary>A direct method's answer as it came; no text where there was no payload.</summary>
    public sealed record MethodAnswer(int Status, string? PayloadJson);

    /// <summary>What to merge; null leaves a part alone. The stamp is quoted, or a bare <c>*</c>.</summary>
    public sealed record TwinPatch(JObject? Tags, JObject? Desired, string IfMatch);

    /// <summary>One page of a query, each row as JSON text.</summary>
    public sealed record Rows(IReadOnlyList<string> Items, string? Continuation);
}
