namespace DeviceManagementPatterns.AzureDevices.Links;

/// <summary>What the adapter needs of the SDK's registry client: one delegate for each member.</summary>
internal sealed record RegistryLink
{
    /// <summary>Registers a device.</summary>
    public required Func<DeviceIdentity, CancellationToken, Task<DeviceIdentity>> Create { get; init; }

    /// <summary>Reads a device; null where it is unknown.</summary>
    public required Func<string, CancellationToken, Task<DeviceIdentity?>> Get { get; init; }

    /// <summary>
    /// Writes a device's state, and its keys where they are given, over what is stored, where its stamp still fits; null where the
    /// device is unknown.
    /// </summary>
    public required Func<DeviceIdentity, CancellationToken, Task<DeviceIdentity?>> Update { get; init; }

    /// <summary>Removes a device by its id, where its stamp still fits.</summary>
    public required Func<string, ETag, CancellationToken, Task> Remove { get; init; }

    /// <summary>Fetches one page of a query by its text, page size and continuation.</summary>
    public required Func<string, int?, string?, Task<ServiceLink.Rows>> Query { get; init; }
}
