using System.Buffers;
using System.Globalization;

namespace DeviceManagementPatterns.LocalHub.Hub.Jobs;

/// <summary>What a job may be. The length of an id is not documented; 128 is that of other ids.</summary>
internal static class JobRules
{
    public const long DefaultSeconds = 3600;
    private const int MaxIdLength = 128;
    private const int MaxConditionLength = 8192;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Except("$()<>@,;:\\\"/[]?={}")]);

    public static void CheckId(string id)
    {
        if (id.Length is 0 or > MaxIdLength)
        {
            throw Invalid($"The job id has {id.Length} characters; 1 to {MaxIdLength} are allowed.");
        }

        var at = id.AsSpan().IndexOfAnyExcept(IdCharacters);
        if (at >= 0)
        {
            throw Invalid(
                $"The job id '{id}' holds '{id[at]}' at position {at + 1}; "
                + "it must be printable ASCII without space and $ ( ) < > @ , ; : \\ \" / [ ] ? = { }");
        }
    }

    /// <summary>IoT Hub answers a condition that is too long with 412.</summary>
    public static void CheckCondition(string? condition)
    {
        if (string.IsNullOrWhiteSpace(condition))
        {
            throw new HubException(HubErrorCode.ArgumentNull, "queryCondition is missing: send a condition, or * for all devices.");
        }

        if (condition.Length > MaxConditionLength)
        {
            throw new HubException(HubErrorCode.PreconditionFailed, string.Create(
                CultureInfo.InvariantCulture,
                $"queryCondition has {condition.Length} characters; at most {MaxConditionLength} are allowed."));
        }
    }

    /// <summary>Zero is the default, as none at all.</summary>
    public static TimeSpan MaxExecutionTimeOf(long seconds) => seconds switch
    {
        0 => TimeSpan.FromSeconds(DefaultSeconds),
        > 0 and <= int.MaxValue => TimeSpan.FromSeconds(seconds),
        _ => throw Invalid(string.Create(
            CultureInfo.InvariantCulture, $"maxExecutionTimeInSeconds is {seconds}; 1 to {int.MaxValue} are allowed.")),
    };

    private static HubException Invalid(string message) => new(HubErrorCode.ArgumentInvalid, message);
}
