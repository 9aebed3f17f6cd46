using Newtonsoft.Json.Linq;

namespace DeviceManagementPatterns.AzureDevices.Links;

/// <summary>
/// What the adapter needs of a device's or a module's client, which have no common type: one delegate for each member.
/// Everything above it is tested without the SDK; everything below it is one call.
/// </summary>
internal sealed record DeviceLink
{
    /// <summary>
    /// Answers one method name from its payload; a null handler stops answering it. The handler never fails. It is called in the
    /// SDK's own async method, with no async method in between, so that it can tell when that one awaits the reply.
    /// </summary>
    public required Func<string, Func<byte[]?, Task<MethodReply>>?, CancellationToken, Task> SetMethodHandler { get; init; }

    /// <summary>Takes the only slot for desired-property updates.</summary>
    public required Func<Action, CancellationToken, Task> SetDesiredCallback { get; init; }

    /// <summary>Reads the twin.</summary>
    public required Func<CancellationToken, Task<TwinSections>> GetTwin { get; init; }

    /// <summary>Merges a patch into the reported properties.</summary>
    public required Func<JObject, CancellationToken, Task> UpdateReported { get; init; }

    /// <summary>A direct method's answer as it is sent.</summary>
    public sealed record MethodReply(int Status, byte[] Body);

    /// <summary>The twin's two sections as JSON text, with <c>$version</c>.</summary>
    public sealed record TwinSections(string Desired, string Reported);
}
