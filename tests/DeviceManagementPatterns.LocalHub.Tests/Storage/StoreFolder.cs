using System.Security.Cryptography;
using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Query;
using DeviceManagementPatterns.LocalHub.Runtime.Jobs;
using DeviceManagementPatterns.LocalHub.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

/// <summary>A data directory, and the hubs that come and go on it.</summary>
internal sealed class StoreFolder : IDisposable
{
    private const string CopySuffix = ".copy";
    private static readonly string[] CopiedSuffixes = ["", "-wal"];

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("dmp-store-").FullName;

    public string File => Path.Combine(Directory, HubStore.FileName);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.Zero));

    public LogRecorder Log { get; } = new();

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HubStore Open() => HubStore.Open(Directory, Log, RandomNumberGenerator.GetBytes);

    public HubRuntime Run(HubStore store) => new(new HubSettings { RandomBytes = RandomNumberGenerator.GetBytes }, Time, Log, store);

    /// <summary>A hub with its jobs, which go on.</summary>
    public StoreRun Start()
    {
        var store = Open();
        var hub = Run(store);
        var jobs = new JobScheduler(hub, new HubSettings { RandomBytes = RandomNumberGenerator.GetBytes }, QueryDialect.Full, store);
        jobs.Resume();
        return new StoreRun(store, hub, jobs);
    }

    /// <summary>The files as they are now, as a crash would leave them.</summary>
    public void CopyFiles()
    {
        foreach (var suffix in CopiedSuffixes)
        {
            System.IO.File.Copy(File + suffix, File + suffix + CopySuffix);
        }
    }

    public void UseCopy()
    {
        foreach (var suffix in CopiedSuffixes)
        {
            System.IO.File.Move(File + suffix + CopySuffix, File + suffix, overwrite: true);
        }
    }

    /// <summary>All identities and twins as back ends see them.</summary>
    public static string Describe(HubRuntime hub) =>
        string.Join('\n', hub.DeviceTwins().Concat(hub.ModuleTwins()).Select(row =>
            Encoding.UTF8.GetString(HubJson.Write(writer => IdentityJson.Write(writer, row.Identity))) +
            Encoding.UTF8.GetString(HubJson.Write(row.WriteTo))));

    public string Hash() => Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(File)));

    public void Execute(string sql) => Ask(sql);

    public object? Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>What is committed, seen from outside of the hub.</summary>
    public long Count(string table)
    {
        using var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
