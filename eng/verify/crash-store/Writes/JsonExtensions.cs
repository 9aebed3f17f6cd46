using System.Text.Json;

namespace CrashStore.Writes;

internal static class JsonExtensions
{
    public static JsonElement? Optional(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) ? member : null;
}
