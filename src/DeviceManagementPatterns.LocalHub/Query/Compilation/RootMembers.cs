namespace DeviceManagementPatterns.LocalHub.Query.Compilation;

/// <summary>
/// The members whose names are the hub's own. They are found in any case and keep the hub's spelling; below them, in tags and in
/// properties, names are the user's and are taken as written.
/// </summary>
internal sealed class RootMembers
{
    private readonly Dictionary<string, string> _spellings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);

    private RootMembers(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            _spellings.Add(path, path);
        }
    }

    /// <summary><c>id</c> and <c>statusUpdatedTime</c> are in no twin; an official sample and Azure IoT Explorer ask for them.</summary>
    public static RootMembers Twins { get; } = new(
    [
        "deviceId", "moduleId", "etag", "deviceEtag", "status", "statusReason", "statusUpdateTime", "connectionState", "lastActivityTime",
        "cloudToDeviceMessageCount", "authenticationType", "x509Thumbprint", "x509Thumbprint.primaryThumbprint",
        "x509Thumbprint.secondaryThumbprint", "modelId", "version", "tags", "properties", "properties.desired", "properties.reported",
        "capabilities", "capabilities.iotEdge", "configurations", "deviceScope", "parentScopes",
    ])
    {
        _aliases = { ["id"] = "deviceId", ["statusUpdatedTime"] = "statusUpdateTime" },
    };

    public static RootMembers Jobs { get; } = new(
    [
        "deviceId", "jobId", "jobType", "status", "startTimeUtc", "endTimeUtc", "createdDateTimeUtc", "lastUpdatedDateTimeUtc",
        "outcome", "outcome.deviceMethodResponse", "outcome.deviceMethodResponse.status", "outcome.deviceMethodResponse.payload",
        "error", "error.code", "error.description",
    ]);

    /// <summary>The path in the hub's spelling.</summary>
    public IReadOnlyList<string> Spell(IReadOnlyList<string> path)
    {
        var spelled = path.ToArray();
        if (_aliases.TryGetValue(path[0], out var member))
        {
            spelled[0] = member;
            return spelled;
        }

        for (var length = 1; length <= path.Count && _spellings.TryGetValue(string.Join('.', path.Take(length)), out var known); length++)
        {
            spelled[length - 1] = known[(known.LastIndexOf('.') + 1)..];
        }

        return spelled;
    }

    /// <summary>The name by which another member is known, in the hub's spelling; null where the name is no alias.</summary>
    public string? AliasOf(string name) =>
        _aliases.Keys.FirstOrDefault(alias => string.Equals(alias, name, StringComparison.OrdinalIgnoreCase));
}
