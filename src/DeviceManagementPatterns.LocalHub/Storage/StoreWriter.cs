using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Hub.Registry;
using DeviceManagementPatterns.LocalHub.Runtime;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>
/// The only one who writes. While one batch is being committed the next one fills, so that many callers share one flush. After the
/// first error nothing is written any more: what is in memory is ahead of the disk then, and only a restart brings both together.
/// </summary>
internal sealed class StoreWriter : IEntryChanges, IConfigurationChanges, IHubStorage, IAsyncDisposable
{
    private readonly Action<StoreBatch> _commit;
    private readonly ILogger _logger;
    private readonly string _file;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Lock _gate = new();
    private readonly Task _work;
    private StoreBatch _open = new(1);
    private StoreBatch? _current;
    private volatile HubException? _failure;
    private long _settled;
    private bool _isStopping;

    /// <param name="file">For messages.</param>
    /// <param name="commit">Writes a batch so that no power cut takes it back, or throws.</param>
    /// <param name="logger">Hears of the error that ends the writing.</param>
    public StoreWriter(string file, Action<StoreBatch> commit, ILogger logger)
    {
        (_file, _commit, _logger) = (file, commit, logger);
        _work = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public long Settled => Volatile.Read(ref _settled);

    public void CheckWritable()
    {
        if (_failure is { } failure)
        {
            throw failure;
        }
    }

    public StorageTicket Ticket()
    {
        lock (_gate)
        {
            if (_failure is { } failure)
            {
                return new StorageTicket(0, Task.FromException(failure));
            }

            var last = _open.IsEmpty ? _current : _open;
            return last is null ? StorageTicket.Settled : new StorageTicket(last.Number, last.Done);
        }
    }

    public void Put(HubEntry entry)
    {
        var row = entry.Row;
        Add(batch => batch.Rows[row.Sequence] = row);
    }

    public void Remove(HubEntry entry) => Add(batch => batch.Rows[entry.Sequence] = null);

    public void Put(HubConfiguration configuration) => Add(batch => batch.Configurations[configuration.Sequence] = configuration);

    public void Remove(HubConfiguration configuration) => Add(batch => batch.Configurations[configuration.Sequence] = null);

    /// <summary>Ends when everything that was accepted is written.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
        }

        _wake.Release();
        await _work.ConfigureAwait(false);
        _failure ??= new HubException(HubErrorCode.ServiceUnavailable, "The hub has stopped.");
        _wake.Dispose();
    }

    private void Add(Action<StoreBatch> change)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = _open.IsEmpty;
            change(_open);
        }

        if (isFirst && _failure is null)
        {
            _wake.Release();
        }
    }

    private void Work()
    {
        while (Take() is { } batch)
        {
            Commit(batch);
        }
    }

    /// <summary>Waits for work; null at the end.</summary>
    private StoreBatch? Take()
    {
        while (true)
        {
            _wake.Wait();
            lock (_gate)
            {
                if (!_open.IsEmpty && _failure is null)
                {
                    _current = _open;
                    _open = new StoreBatch(_current.Number + 1);
                    if (_isStopping)
                    {
                        _wake.Release();
                    }

                    return _current;
                }

                if (_isStopping)
                {
                    return null;
                }
            }
        }
    }

    private void Commit(StoreBatch batch)
    {
        try
        {
            _commit(batch);
        }
        catch (Exception e)
        {
            _logger.StoreFailed(_file, e);
            Fail(batch, e);
            return;
        }

        lock (_gate)
        {
            _current = null;
            Volatile.Write(ref _settled, batch.Number);
        }

        batch.Complete();
    }

    private void Fail(StoreBatch batch, Exception cause)
    {
        var failure = new HubException(
            HubErrorCode.ServiceUnavailable,
            $"The hub cannot write to its store '{_file}' and takes no changes any more: {cause.Message} Remove the cause and start the hub again.");
        StoreBatch next;
        lock (_gate)
        {
            _failure = failure;
            _current = null;
            next = _open;
            _open = new StoreBatch(next.Number + 1);
            Volatile.Write(ref _settled, long.MaxValue);
        }

        batch.Fail(failure);
        next.Fail(failure);
    }
}
