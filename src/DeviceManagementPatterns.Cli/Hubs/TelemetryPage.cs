using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Cli.Hubs;

/// <summary>A piece of what devices have sent.</summary>
/// <param name="Lines">Each message as the hub's JSON, in one line.</param>
/// <param name="Overwritten">How many have gone before they were read.</param>
/// <param name="Next">Where to go on.</param>
internal sealed record TelemetryPage(IReadOnlyList<string> Lines, long Overwritten, long Next)
{
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out TelemetryPage? page)
    {
        page = json.TryGet("messages", out var messages) && messages.ValueKind == JsonValueKind.Array
            && json.TryGetInteger("overwritten", out var overwritten) && json.TryGetInteger("next", out var next)
            ? new TelemetryPage([.. messages.EnumerateArray().Select(message => message.GetRawText())], overwritten, next)
            : null;
        return page is not null;
    }
}
