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
        var text = JsonText.Object(writer => WriteMembers(writer, hub)) + "\n";
        try
        {
            var full = Path.GetFullPath(path);
            var partial = $"{full}.{Guid.NewGuid():N}.partial";
            WriteForOwner(partial, text);
            File.Move(partial, full, overwrite: true);
            return new ReadyFile(full, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The ready file '{path}' cannot be written: {exception.Message} Name another with --ready-file.", exception);
        }
    }

    /// <summary>Removes the file, unless another hub has put its own in its place.</summary>
    public void Dispose()
    {
        try
        {
            if (File.ReadAllText(_path) == _text)
            {
                File.Delete(_path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone already, or not ours any more.
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
