using House.Tests.Rules;
using Mono.Cecil;

namespace House.Tests;

public sealed class DependencyTests
{
    private static readonly string[] Products =
    [
        "DeviceManagementPatterns.Core", "DeviceManagementPatterns", "DeviceManagementPatterns.LocalHub", "dmp",
    ];

    public static TheoryData<string> Rules =>
    [
        nameof(HouseRules.APatternUsesAnother),
        nameof(HouseRules.FleetOrEngineUsesAPattern),
        nameof(HouseRules.LocalHubUsesMoreThanModelAndWire),
        nameof(HouseRules.HubStateOrQueryIsNotPure),
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_house_keeps_the_rule(string rule) => Check(rule, Products.SelectMany(UsesIn)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_rule_goes_red_on_a_seeded_breach(string rule) => Check(rule, UsesIn("House.Tests")).ShouldNotBeEmpty();

    [Fact]
    public void Core_touches_the_operating_system_in_Platform_only() =>
        HouseRules.TheOperatingSystemIsTouchedOutsidePlatform(UsesIn("DeviceManagementPatterns.Core")).ShouldBeEmpty();

    [Fact]
    public void The_platform_rule_goes_red_on_a_seeded_breach() =>
        HouseRules.TheOperatingSystemIsTouchedOutsidePlatform(UsesIn("House.Tests")).ShouldNotBeEmpty();

    [Fact]
    public void MQTTnet_is_in_no_public_signature() => PublicUsesOf("DeviceManagementPatterns", "MQTTnet").ShouldBeEmpty();

    [Fact]
    public void The_search_for_public_signatures_finds_what_is_there() =>
        PublicUsesOf("DeviceManagementPatterns", "System.Threading.Tasks").ShouldNotBeEmpty();

    private static IEnumerable<TypeUse> Check(string rule, IEnumerable<TypeUse> uses) => rule switch
    {
        nameof(HouseRules.APatternUsesAnother) => HouseRules.APatternUsesAnother(uses),
        nameof(HouseRules.FleetOrEngineUsesAPattern) => HouseRules.FleetOrEngineUsesAPattern(uses),
        nameof(HouseRules.LocalHubUsesMoreThanModelAndWire) => HouseRules.LocalHubUsesMoreThanModelAndWire(uses),
        nameof(HouseRules.HubStateOrQueryIsNotPure) => HouseRules.HubStateOrQueryIsNotPure(uses),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "No such rule."),
    };

    private static List<TypeUse> UsesIn(string assembly)
    {
        using var definition = AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        return [.. TypeUse.In(definition)];
    }

    private static List<string> PublicUsesOf(string assembly, string space)
    {
        using var definition = AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        var signatures =
            from type in definition.MainModule.GetTypes()
            where type.IsPublic || type.IsNestedPublic
            from method in type.Methods
            where method.IsPublic || method.IsFamily
            from used in method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType)
            where used.FullName.Contains(space, StringComparison.Ordinal)
            select $"{type.FullName}.{method.Name}: {used.FullName}";
        return [.. signatures];
    }
}
