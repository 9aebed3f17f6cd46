namespace DeviceManagementPatterns.Operations;

/// <summary>
/// The device half of one pattern, as the engine sees it. The library's own patterns derive from it; a device is made of them.
/// </summary>
public abstract class DevicePattern
{
    private protected DevicePattern(string name, int contractVersion, params string[] methodNames)
    {
        Name = name;
        ContractVersion = contractVersion;
        MethodNames = methodNames;
    }

    /// <summary>The action's name, under which it reports: <c>iothubDM.{name}</c>.</summary>
    public string Name { get; }

    /// <summary>The version of the pattern's contract, as reported in <c>iothubDM.supported</c>.</summary>
    public int ContractVersion { get; }

    /// <summary>The direct methods that ask for the action.</summary>
    internal IReadOnlyList<string> MethodNames { get; }

    internal abstract string InitialStatus { get; }

    /// <summary>Puts a reply into the words of the dialect that the caller spoke.</summary>
    internal abstract DirectMethodResponse Answer(string methodName, OperationRequest request, OperationReply reply);

    /// <summary>Acts. Called after the reply has left, one operation at a time; returns when the operation is in a terminal status.</summary>
    internal abstract Task RunAsync(Operation operation, OperationContext context, CancellationToken cancellationToken);

    /// <summary>Finds in the reported properties the last operation; one that was cut off by a boot or a crash is concluded in <see cref="ConcludeAsync"/>.</summary>
    internal abstract Operation? FindLast(TwinSection reported);

    internal abstract Task ConcludeAsync(
        Operation interrupted, TwinSection reported, OperationContext context, CancellationToken cancellationToken);
}
