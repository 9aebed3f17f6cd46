using System.CommandLine;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>The device that a command is about.</summary>
internal sealed class DeviceIdArgument : Argument<string>
{
    public DeviceIdArgument()
        : base("ID")
    {
        Description = "The device's id; case-sensitive.";
        Validators.Add(result =>
        {
            var id = result.GetValueOrDefault<string>() ?? "";
            if (!EntityId.IsValid(id))
            {
                result.AddError($"'{id}' cannot be a device id: {EntityId.Rule}.");
            }
        });
    }
}
