using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>
/// A hub's state in a folder: SQLite in WAL mode, flushed with every commit. A hub takes the folder for itself by a lock file, which
/// the operating system frees however the hub ends.
/// </summary>
internal sealed class HubStore : IAsyncDisposable
{
    public const string FileName = "localhub.db";

    /// <summary>
    /// With the value 1 nothing is flushed (synchronous=OFF). Only to show that the test which cuts the power can fail.
    /// </summary>
    public const string UnflushedVariable = "DMP_TEST_STORE_UNFLUSHED";

    private const string LockFileName = "localhub.lock";

    private readonly Lock _use = new();
    private readonly FileStream _lock;
    private readonly SqliteConnection _connection;
    private readonly string _file;
    private readonly ILogger _logger;

    private HubStore(string file, FileStream lockFile, SqliteConnection connection, HubPolicies policies, ILogger logger)
    {
        (_file, _lock, _connection, Policies, _logger) = (file, lockFile, connection, policies, logger);
        Writer = new StoreWriter(file, Commit, logger);
        Entries = new EntryTable(Writer);
        Configurations = new ConfigurationTable(Writer);
        Messages = new MessageTable(Writer);
        Sessions = new SessionTable(Writer);
        Jobs = new JobTable(Writer, new DeviceJobTable(Writer));
    }

    public StoreWriter Writer { get; }

    public EntryTable Entries { get; }

    public ConfigurationTable Configurations { get; }

    public MessageTable Messages { get; }

    public SessionTable Sessions { get; }

    public JobTable Jobs { get; }

    public HubPolicies Policies { get; }

    /// <summary>Opens what is there, or makes a new store.</summary>
    /// <exception cref="IOException">
    /// The folder cannot be used, another hub has it, or the file in it is damaged, of a newer version or not a hub's; it is left as it is.
    /// </exception>
    public static HubStore Open(string directory, ILoggerFactory loggers, Func<int, byte[]> randomBytes)
    {
        var logger = loggers.CreateLogger<HubStore>();
        var lockFile = TakeFolder(directory);
        SqliteConnection? connection = null;
        var file = Path.Combine(Path.GetFullPath(directory), FileName);
        try
        {
            if (File.Exists(file))
            {
                StoreCheck.Run(file);
            }
            else
            {
                StoreSchema.Create(file, HubPolicies.BuiltIn(randomBytes));
            }

            var isFlushed = Environment.GetEnvironmentVariable(UnflushedVariable) != "1";
            if (!isFlushed)
            {
                logger.StoreNotFlushed(file, UnflushedVariable);
            }

            connection = StoreSchema.OpenForWriting(file, isFlushed);
            return new HubStore(file, lockFile, connection, PolicyTable.Read(connection), logger);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            lockFile.Dispose();
            if (e is SqliteException or UnauthorizedAccessException)
            {
                throw new IOException($"The hub's store '{file}' cannot be used: {e.Message}", e);
            }

            throw;
        }
    }

    /// <summary>Fills an empty state with what was kept; from then on every change of it is written.</summary>
    /// <exception cref="IOException">A row cannot be read.</exception>
    public void Restore(HubState state)
    {
        var count = 0;
        foreach (var row in EntryTable.Read(_connection, state.Shapes))
        {
            state.Entries.Restore(row);
            count++;
        }

        foreach (var configuration in ConfigurationTable.Read(_connection, state.Shapes))
        {
            state.Configurations.Restore(configuration);
        }

        foreach (var (id, kept) in SessionTable.Read(_connection))
        {
            state.Entries.Restore(id, kept);
        }

        state.Entries.Changes = Entries;
        state.Entries.SessionChanges = Sessions;
        state.Configurations.Changes = Configurations;
        state.Messages.Changes = Messages;
        foreach (var message in MessageTable.Read(_connection))
        {
            state.Messages.Restore(message);
        }

        _logger.StoreOpened(_file, count);
    }

    /// <summary>The jobs that were kept.</summary>
    /// <exception cref="IOException">A row cannot be read.</exception>
    public IReadOnlyList<KeptJob> ReadJobs()
    {
        lock (_use)
        {
            return JobTable.Read(_connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What is written into a file that stands in no folder any more is written for nobody.</summary>
    private void Commit(StoreBatch batch)
    {
        lock (_use)
        {
            batch.WriteTo(_connection);
        }

        if (!File.Exists(_file))
        {
            throw new IOException("The file is not there any more.");
        }
    }

    private static FileStream TakeFolder(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
            }
            else
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The data directory '{directory}' cannot be made: {e.Message}", e);
        }

        try
        {
            return new FileStream(Path.Combine(directory, LockFileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The data directory '{directory}' cannot be written: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"The data directory '{directory}' cannot be locked: {e.Message} Another hub may be using it: stop that one, or name another directory.", e);
        }
    }
}
