using System.Globalization;
using System.Text;
using System.Text.Json;
using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;
using DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Configurations;

/// <summary>A twin and the configurations that target it, from text and back.</summary>
internal sealed class ConfigurationCases
{
    private readonly TwinShapes _shapes = new();

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public HubTwin Twin(string desired) => TwinWriting.Apply(
        HubTwin.Create(Now), Patch(desired), Now, _shapes);

    /// <summary>A configuration of <c>priority content</c>, such as <c>5 {"properties.desired.a":1}</c>.</summary>
    public ConfigurationClaim Claim(int number, string text)
    {
        var parts = text.Split(' ', 2);
        using var content = JsonDocument.Parse($$$"""{"deviceContent":{{{parts[1]}}}}""");
        var configuration = new HubConfiguration
        {
            Id = $"c{number}",
            Sequence = number,
            Priority = int.Parse(parts[0], CultureInfo.InvariantCulture),
            Content = ContentReader.Read(content.RootElement, _shapes),
            ETag = new ETag("1"),
        };
        return new ConfigurationClaim(configuration, configuration.Content.Parts[0].Settings);
    }

    public HubTwin Configure(HubTwin twin, params ConfigurationClaim[] claims)
    {
        var node = ClaimNode.NewRoot();
        foreach (var claim in claims.Order(ConfigurationClaim.ByPrecedence))
        {
            node = node.With(claim);
        }

        return TwinConfiguring.Plan(twin, node, Now, _shapes)?.Twin ?? twin;
    }

    public HubTwin Write(HubTwin twin, string patch) => TwinWriting.Apply(
        twin, Patch(patch), Now, _shapes);

    public static string Describe(HubTwin twin)
    {
        var text = new StringBuilder(TwinTexts.Write(twin.Desired.Properties));
        foreach (var (id, status) in twin.Configurations.Statuses.OrderBy(each => each.Id, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $" {id}={status}");
        }

        return text.ToString();
    }

    private TwinWrite Patch(string desired) => TwinTexts.ReadPatch($$$"""{"properties":{"desired":{{{desired}}}}}""", _shapes);
}
