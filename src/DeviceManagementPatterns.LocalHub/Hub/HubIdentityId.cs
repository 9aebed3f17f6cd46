using System.Buffers;

namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>Names a device, or a module of a device. Case-sensitive.</summary>
internal readonly record struct HubIdentityId(string DeviceId, string? ModuleId = null)
{
    private const int MaxLength = 128;
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string Marks = "-:.+%_#*?!(),=@;$'";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Letters + Marks);

    public bool IsModule => ModuleId is not null;

    /// <summary>The device itself.</summary>
    public HubIdentityId Device => new(DeviceId);

    /// <summary>Refuses ids that cannot be registered.</summary>
    /// <exception cref="HubException">An id is empty, too long or holds a character that is not allowed.</exception>
    public void Check()
    {
        Check("device", DeviceId);
        if (ModuleId is not null)
        {
            Check("module", ModuleId);
        }
    }

    /// <summary><c>d1</c>, or <c>d1/m1</c> for a module: the MQTT client id.</summary>
    public override string ToString() => ModuleId is null ? DeviceId : $"{DeviceId}/{ModuleId}";

    private static void Check(string what, string id)
    {
        if (id.Length is 0 or > MaxLength)
        {
            throw Invalid($"The {what} id '{id}' has {id.Length} characters; 1 to {MaxLength} are allowed.");
        }

        var at = id.AsSpan().IndexOfAnyExcept(Allowed);
        if (at >= 0)
        {
            throw Invalid($"The {what} id '{id}' holds '{id[at]}' at position {at + 1}; allowed are ASCII letters, digits and {Marks}");
        }
    }

    private static HubException Invalid(string message) => new(HubErrorCode.ArgumentInvalid, message);
}
