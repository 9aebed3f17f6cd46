namespace DeviceManagementPatterns.LocalHub.Hub;

/// <summary>The five policies that every IoT Hub has.</summary>
internal sealed class HubPolicies
{
    private const HubPermissions ReadWrite = HubPermissions.RegistryRead | HubPermissions.RegistryWrite;

    private readonly Dictionary<string, HubPolicy> _byName;

    public HubPolicies(IEnumerable<HubPolicy> policies) => _byName = policies.ToDictionary(policy => policy.Name, StringComparer.Ordinal);

    public IEnumerable<HubPolicy> All => _byName.Values;

    public HubPolicy IotHubOwner => _byName["iothubowner"];

    public HubPolicy Service => _byName["service"];

    public HubPolicy Device => _byName["device"];

    public HubPolicy RegistryRead => _byName["registryRead"];

    public HubPolicy RegistryReadWrite => _byName["registryReadWrite"];

    public static HubPolicies BuiltIn(Func<int, byte[]> randomBytes)
    {
        return new HubPolicies(
        [
            Make("iothubowner", ReadWrite | HubPermissions.ServiceConnect | HubPermissions.DeviceConnect),
            Make("service", HubPermissions.ServiceConnect),
            Make("device", HubPermissions.DeviceConnect),
            Make("registryRead", HubPermissions.RegistryRead),
            Make("registryReadWrite", ReadWrite),
        ]);

        HubPolicy Make(string name, HubPermissions permissions) =>
            new(name, permissions, SymmetricKeys.Generate(randomBytes), SymmetricKeys.Generate(randomBytes));
    }

    public HubPolicy? Find(string name) => _byName.GetValueOrDefault(name);
}
