namespace DeviceManagementPatterns.AzureDevices.Links;

/// <summary>What the adapter needs of the SDK's registry client: one delegate for each member.</summary>
internal sealed record RegistryLink
{
    /// <summary>Registers a device.</summary>
    public required Func<Entry, CancellationToken, Task<Entry>> Create { get; init; }

    /// <summary>Reads a device; null where it is unknown.</summary>
    public required Func<string, CancellationToken, Task<Entry?>> Get { get; init; }

    /// <summary>
    /// Writes a device's state, and its keys where they are given, over what is stored; null where the device is unknown.
    /// The stamp is quoted, or a bare <c>*</c>.
    /// </summary>
    public required Func<Entry, string, CancellationToken, Task<Entry?>> Update { get; init; }

    /// <summary>Removes a device by its id and its stamp, which is quoted, or a bare <c>*</c>.</summary>
    public required Func<string, string, CancellationToken, Task> Remove { get; init; }

    /// <summary>Fetches one page of a query by its text, page size and continuation.</summary>
    public required Func<string, int?, string?, Task<ServiceLink.Rows>> Query { get; init; }

    /// <summary>A device as the SDK has it; the stamp may be quoted.</summary>
    public sealed record Entry(string Id, string? PrimaryKey, string? SecondaryKey, bool IsEnabled, bool IsConnected, string? ETag);
}
