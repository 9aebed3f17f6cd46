using System.Diagnostics.CodeAnalysis;

namespace DeviceManagementPatterns.Wire;

/// <summary>What a device may subscribe to; a hub knows no other filters.</summary>
internal abstract record MqttTopicFilter
{
    private const string MethodsText = "$iothub/methods/POST/#";
    private const string TwinAnswersText = "$iothub/twin/res/#";
    private const string DesiredPatchesText = "$iothub/twin/PATCH/properties/desired/#";

    private MqttTopicFilter()
    {
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out MqttTopicFilter? filter)
    {
        filter = text switch
        {
            MethodsText => new Methods(),
            TwinAnswersText => new TwinAnswers(),
            DesiredPatchesText => new DesiredPatches(),
            _ => text.Split('/') switch
            {
                ["devices", { Length: > 0 } device, "messages", "devicebound", "#"] => new DeviceBound(device),
                ["devices", { Length: > 0 } device, "modules", { Length: > 0 } module, "inputs", "#"] => new ModuleInputs(device, module),
                ["devices", { Length: > 0 } device, "modules", { Length: > 0 } module, "#"] => new ModuleInputs(device, module),
                _ => null,
            },
        };
        return filter is not null;
    }

    public string Format() => this switch
    {
        Methods => MethodsText,
        TwinAnswers => TwinAnswersText,
        DesiredPatches => DesiredPatchesText,
        DeviceBound(var device) => $"devices/{device}/messages/devicebound/#",
        ModuleInputs(var device, var module) => $"devices/{device}/modules/{module}/inputs/#",
        _ => throw new NotSupportedException($"{GetType().Name} has no text."),
    };

    public sealed override string ToString() => Format();

    public sealed record Methods : MqttTopicFilter;

    public sealed record TwinAnswers : MqttTopicFilter;

    public sealed record DesiredPatches : MqttTopicFilter;

    public sealed record DeviceBound(string DeviceId) : MqttTopicFilter;

    public sealed record ModuleInputs(string DeviceId, string ModuleId) : MqttTopicFilter;
}
