using System.Text.Json;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Http;

/// <summary>Checks what a caller hands in, before anything is sent.</summary>
internal static class ServiceArguments
{
    private static readonly (TimeSpan Least, TimeSpan Most) ResponseTimeouts = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(300));
    private static readonly (TimeSpan Least, TimeSpan Most) ConnectTimeouts = (TimeSpan.Zero, TimeSpan.FromSeconds(300));

    public static void CheckDeviceId(string deviceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        if (!EntityId.IsValid(deviceId))
        {
            throw new ArgumentException($"'{deviceId}' is not a device id: {EntityId.Rule}.", nameof(deviceId));
        }
    }

    public static void CheckCall(DirectMethodCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (!MethodName.IsValid(call.MethodName))
        {
            throw new ArgumentException($"'{call.MethodName}' is not a method's name: {MethodName.Rule}.", nameof(call));
        }

        CheckTimeout(nameof(call), nameof(DirectMethodCall.ResponseTimeout), call.ResponseTimeout, ResponseTimeouts);
        CheckTimeout(nameof(call), nameof(DirectMethodCall.ConnectTimeout), call.ConnectTimeout, ConnectTimeouts);
    }

    /// <summary>The hub takes both keys or none.</summary>
    public static void CheckIdentity(DeviceIdentity device)
    {
        ArgumentNullException.ThrowIfNull(device);
        CheckDeviceId(device.DeviceId);
        if (device.PrimaryKey is null != device.SecondaryKey is null)
        {
            throw new ArgumentException($"'{device.DeviceId}' has one key: give both keys, or none to have them made.", nameof(device));
        }
    }

    public static void CheckUpdate(TwinUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        CheckPatch(nameof(update), nameof(TwinUpdate.Tags), update.Tags);
        CheckPatch(nameof(update), nameof(TwinUpdate.Desired), update.Desired);
    }

    public static void CheckRange(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
        }
    }

    private static void CheckPatch(string argument, string name, JsonElement? patch)
    {
        if (patch is { ValueKind: not JsonValueKind.Object })
        {
            throw new ArgumentException($"{name} is {patch.Value.ValueKind}: a patch is an object.", argument);
        }
    }

    private static void CheckTimeout(string argument, string name, TimeSpan value, (TimeSpan Least, TimeSpan Most) range)
    {
        if (value < range.Least || value > range.Most)
        {
            throw new ArgumentOutOfRangeException(
                argument, value, $"{name} must be from {range.Least.TotalSeconds} to {range.Most.TotalSeconds} seconds.");
        }
    }
}
