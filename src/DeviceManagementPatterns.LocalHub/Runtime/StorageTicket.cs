namespace DeviceManagementPatterns.LocalHub.Runtime;

/// <summary>Changes on their way to the disk.</summary>
/// <param name="Number">Grows in the order of the changes; 0 needs no waiting.</param>
/// <param name="Written">Ends when they cannot be lost any more, or with a <see cref="HubException"/>.</param>
internal readonly record struct StorageTicket(long Number, Task Written)
{
    public static StorageTicket Settled { get; } = new(0, Task.CompletedTask);
}
