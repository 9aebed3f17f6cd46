using System.Xml.Linq;

namespace House.Tests;

public sealed class ProjectTests
{
    [Theory]
    [InlineData("DeviceManagementPatterns.Core", "")]
    [InlineData("DeviceManagementPatterns", "DeviceManagementPatterns.Core")]
    [InlineData("DeviceManagementPatterns.LocalHub", "DeviceManagementPatterns")]
    [InlineData("DeviceManagementPatterns.Cli", "DeviceManagementPatterns.LocalHub")]
    [InlineData("DeviceManagementPatterns.AzureDevices", "DeviceManagementPatterns")]
    public void Project_references_exactly_the_one_below_it(string project, string below)
    {
        var references = XDocument.Load(Repository.At($"src/{project}/{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value)
            .Where(path => !path.Contains("stubs", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path));

        string.Join(", ", references).ShouldBe(below);
    }

    [Theory]
    [InlineData("DeviceManagementPatterns.Core", "NodaTime, Polly.Core, Microsoft.Extensions.")]
    [InlineData("DeviceManagementPatterns", "MQTTnet, Polly.Core, Microsoft.Extensions.")]
    [InlineData("DeviceManagementPatterns.LocalHub", "Superpower, Microsoft.Data.Sqlite")]
    [InlineData("DeviceManagementPatterns.Cli", "System.CommandLine, Spectre.Console")]
    public void Project_uses_only_the_packages_that_it_may(string project, string allowed)
    {
        var packages = XDocument.Load(Repository.At($"src/{project}/{project}.csproj"))
            .Descendants("PackageReference")
            .Select(reference => reference.Attribute("Include")!.Value);
        var foreign = packages.Where(package => !allowed.Split(", ").Any(name =>
            package == name || (name.EndsWith('.') && package.StartsWith(name, StringComparison.Ordinal))));

        foreign.ShouldBeEmpty();
    }
}
