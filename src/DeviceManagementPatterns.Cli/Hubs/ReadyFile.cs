using System.Text.Json;
using DeviceManagementPatterns.Cli.Output;
using DeviceManagementPatterns.LocalHub;

namespace DeviceManagementPatterns.Cli.Hubs;

/// <summary>
/// Tells another program that a hub listens, and where. The file appears whole or not at all, only its owner can read it, and it goes
/// away when the hub stops.
/// </summary>
internal sealed class ReadyFile : IDisposable
{
    private readonly string _path;
    private readonly string _text;

    private ReadyFile(string path, string text) => (_path, _text) = (path, text);

    /// <exception cref="IOException">The file cannot be written; the message says what to do.</exception>
    public static ReadyFile Write(string path, LocalIotHub hub)
    {
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw Unwritable(path, "its folder does not exist.", null);
        }

        var text = JsonText.Object(writer => WriteMembers(writer, hub)) + "\n";
        var partial = $"{full}.{Guid.NewGuid():N}.partial";
        try
        {
            WriteForOwner(partial, text);
            File.Move(partial, full, overwrite: true);
            return new ReadyFile(full, text);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            Remove(partial);
            throw Unwritable(path, exception.Message, exception);
        }
    }

    /// <summary>Removes the file, unless another hub has put its own in its place.</summary>
    public void Dispose()
    {
        if (File.Exists(_path) && Read(_path) == _text)
        {
            Remove(_path);
        }
    }

    private static bool IsRefusal(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static IOException Unwritable(string path, string why, Exception? cause) =>
        new($"The ready file '{path}' cannot be written: {why} Name another with --ready-file.", cause);

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            return null;
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            // Nobody can remove it for us, and the hub stops all the same.
        }
    }

    private static void WriteForOwner(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    private static void WriteMembers(Utf8JsonWriter writer, LocalIotHub hub)
    {
        writer.WriteString("hostName", hub.HostName);
        writer.WriteNumber("mqttsPort", hub.MqttsPort);
        writer.WriteNumber("httpsPort", hub.HttpsPort);
        writer.WriteString("caFile", hub.CaFile);
        writer.WriteStartObject("connectionStrings");
        foreach (var policy in HubPolicyNames.All)
        {
            writer.WriteString(policy, hub.GetConnectionString(policy));
        }

        writer.WriteEndObject();
    }
}
