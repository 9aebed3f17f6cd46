namespace DeviceManagementPatterns.Mqtt;

/// <summary>Counts what is under way on one connection, so that its end can wait for it.</summary>
internal sealed class SessionWork
{
    private readonly Lock _gate = new();
    private int _count;
    private TaskCompletionSource? _idle;

    public IDisposable Begin()
    {
        lock (_gate)
        {
            _count++;
        }

        return new Begun(this);
    }

    /// <summary>Ends as soon as nothing is under way.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            return _count == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void End()
    {
        lock (_gate)
        {
            if (--_count == 0)
            {
                _idle?.SetResult();
                _idle = null;
            }
        }
    }

    private sealed class Begun(SessionWork work) : IDisposable
    {
        private SessionWork? _work = work;

        public void Dispose() => Interlocked.Exchange(ref _work, null)?.End();
    }
}
