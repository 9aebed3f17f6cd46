using System.Globalization;
using System.Text;

namespace DeviceManagementPatterns.LocalHub.Hub.Registry;

/// <summary>Numbers for generation ids and etags that never come twice, and grow across a restart as long as the clock does.</summary>
internal sealed class RegistryStamps
{
    private long _last;

    public string NextGenerationId(DateTimeOffset now) => Next(now);

    /// <summary>Base64 of a decimal number, as IoT Hub's look.</summary>
    public ETag NextETag(DateTimeOffset now) => new(Convert.ToBase64String(Encoding.ASCII.GetBytes(Next(now))));

    private string Next(DateTimeOffset now)
    {
        _last = Math.Max(now.UtcTicks, _last + 1);
        return _last.ToString(CultureInfo.InvariantCulture);
    }
}
