using DeviceManagementPatterns.LocalHub.Runtime;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>
/// The only one who writes. While one batch is being committed the next one fills, so that many callers share one flush. After an error
/// no change is taken; what could not be written stays, and every refused change is a reason to try it again.
/// </summary>
internal sealed class StoreWriter : IHubStorage, IAsyncDisposable
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
    /// <param name="logger">Hears of the error that ends the writing, and of its end.</param>
    public StoreWriter(string file, Action<StoreBatch> commit, ILogger logger)
    {
        (_file, _commit, _logger) = (file, commit, logger);
        _work = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public long Settled => Volatile.Read(ref _settled);

    public bool HasFailed => _failure is not null;

    public void CheckWritable()
    {
        if (_failure is { } failure)
        {
            Wake();
            throw failure;
        }
    }

    public StorageTicket Ticket()
    {
        lock (_gate)
        {
            if (_failure is { } failure)
            {
                return new StorageTicket(_open.Number, Task.FromException(failure));
            }

            var last = _open.Rows.Count > 0 ? _open : _current;
            return last is null ? StorageTicket.Settled : new StorageTicket(last.Number, last.Done);
        }
    }

    public Lock.Scope Together() => _gate.EnterScope();

    public void Add(StoreTable table, StoreKey key, object? row)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = _open.Rows.Count == 0;
            _open.Rows[(table, key)] = row;
        }

        if (isFirst)
        {
            Wake();
        }
    }

    /// <summary>Ends when everything that was accepted is written, or cannot be.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            _wake.Release();
        }

        await _work.ConfigureAwait(false);
        _failure ??= new HubException(HubErrorCode.ServiceUnavailable, "The hub has stopped.");
        _wake.Dispose();
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (!_isStopping && _wake.CurrentCount == 0)
            {
                _wake.Release();
            }
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
                if (_open.Rows.Count > 0)
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
            Fail(batch, e);
            return;
        }

        bool hadFailed;
        lock (_gate)
        {
            hadFailed = _failure is not null;
            _failure = null;
            _current = null;
            Volatile.Write(ref _settled, batch.Number);
        }

        if (hadFailed)
        {
            _logger.StoreRecovered(_file);
        }

        batch.Complete();
    }

    /// <summary>Whoever waits hears of it; the rows wait for the next attempt, under the changes made since.</summary>
    private void Fail(StoreBatch batch, Exception cause)
    {
        var failure = new HubException(
            HubErrorCode.ServiceUnavailable,
            $"The hub cannot write to its store '{_file}' and takes no changes until it can: {cause.Message} Remove the cause and try again.");
        if (_failure is null)
        {
            _logger.StoreFailed(_file, cause);
        }

        StoreBatch next;
        lock (_gate)
        {
            _failure = failure;
            _current = null;
            next = _open;
            _open = new StoreBatch(next.Number + 1);
            foreach (var (key, row) in batch.Rows.Concat(next.Rows))
            {
                _open.Rows[key] = row;
            }

            if (_isStopping)
            {
                _open.Rows.Clear();
                _wake.Release();
            }
        }

        batch.Fail(failure);
        next.Fail(failure);
    }
}
