namespace DeviceManagementPatterns.Mqtt;

/// <summary>Who answers which method. A registration's token ends with it.</summary>
internal sealed class MethodHandlers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Registration> _byName = new(StringComparer.Ordinal);

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _byName.Count == 0;
            }
        }
    }

    /// <exception cref="InvalidOperationException">The name has a handler already.</exception>
    public Registration Add(string name, Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler)
    {
        var registration = new Registration(this, name, handler);
        lock (_gate)
        {
            return _byName.TryAdd(name, registration)
                ? registration
                : throw new InvalidOperationException($"The method '{name}' has a handler already: dispose its registration first.");
        }
    }

    public Registration? Find(string name)
    {
        lock (_gate)
        {
            return _byName.GetValueOrDefault(name);
        }
    }

    public async Task StopAllAsync()
    {
        Registration[] all;
        lock (_gate)
        {
            all = [.. _byName.Values];
        }

        foreach (var registration in all)
        {
            await registration.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Remove(Registration registration)
    {
        lock (_gate)
        {
            if (_byName.GetValueOrDefault(registration.Name) == registration)
            {
                _byName.Remove(registration.Name);
            }
        }
    }

    internal sealed class Registration(
        MethodHandlers owner, string name, Func<DirectMethodRequest, CancellationToken, Task<DirectMethodResponse>> handler)
        : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public string Name => name;

        public Task<DirectMethodResponse> AnswerAsync(DirectMethodRequest request) => handler(request, _stopping.Token);

        public async ValueTask DisposeAsync()
        {
            owner.Remove(this);
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
    }
}
