namespace DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

/// <summary>A number whose text cannot be made again from its value, such as <c>1.50</c> or <c>1e3</c>.</summary>
internal sealed class TwinNumber(byte[] text)
{
    public ReadOnlySpan<byte> Text => text;
}
