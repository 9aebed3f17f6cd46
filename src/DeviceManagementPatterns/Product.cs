namespace DeviceManagementPatterns;

/// <summary>What this library calls itself towards the hub.</summary>
internal static class Product
{
    public const string Name = "DeviceManagementPatterns";

    public static string Version { get; } = typeof(Product).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
