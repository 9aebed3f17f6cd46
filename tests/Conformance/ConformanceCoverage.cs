using System.Reflection;

namespace DeviceManagementPatterns.Conformance;

/// <summary>Which conformance classes a project leaves out for a link that it has.</summary>
public static class ConformanceCoverage
{
    /// <summary>The subclasses that are missing among the types, as <c>conformance class over link</c>.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlyCollection<Type> types) =>
    [
        .. from promise in Promises()
           from link in types.Where(type => type.IsSubclassOf(typeof(HubLink)) && !type.IsAbstract)
           where !types.Any(type => type.IsSubclassOf(promise) && !type.IsAbstract && RunsOver(type, link))
           select $"{promise.Name} over {link.Name}",
    ];

    private static IEnumerable<Type> Promises() => Assembly.GetExecutingAssembly().GetTypes()
        .Where(type => type.IsAbstract && type.BaseType == typeof(ConformanceTests));

    private static bool RunsOver(Type tests, Type link) => tests.GetInterfaces().Contains(typeof(IClassFixture<>).MakeGenericType(link));
}
