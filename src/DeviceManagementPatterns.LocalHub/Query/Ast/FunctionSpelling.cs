namespace DeviceManagementPatterns.LocalHub.Query.Ast;

/// <summary>One name by which a function may be called.</summary>
/// <param name="Name">In capitals; any case may be written.</param>
/// <param name="Function">What it calls.</param>
/// <param name="Arity">How many arguments it takes.</param>
/// <param name="IsKnownOnAzure">True where twin queries of Azure IoT Hub are documented, or were seen, to take it.</param>
internal sealed record FunctionSpelling(string Name, QueryFunction Function, int Arity, bool IsKnownOnAzure = false);
