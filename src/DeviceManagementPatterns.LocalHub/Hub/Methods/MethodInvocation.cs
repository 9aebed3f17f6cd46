namespace DeviceManagementPatterns.LocalHub.Hub.Methods;

/// <summary>A direct method call as a back end asks for it.</summary>
/// <param name="MethodName">The method's name.</param>
/// <param name="Payload">JSON text, kept unchanged until the call ends; empty where there is no payload at all.</param>
internal sealed record MethodInvocation(string MethodName, ReadOnlyMemory<byte> Payload)
{
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan ConnectTimeout { get; init; }

    /// <summary>Reads the body of <c>POST /twins/{id}/methods</c>. The payload is a slice of it.</summary>
    /// <exception cref="HubException">The body is malformed.</exception>
    public static MethodInvocation Parse(ReadOnlyMemory<byte> utf8) => MethodBody.Read(utf8);
}
