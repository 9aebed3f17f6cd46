using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Cli.Output;

/// <summary>The hub's log as lines on the error stream: which devices come and go, and what went wrong.</summary>
internal sealed class HubLog(CliEnvironment environment) : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The hub's log has one place to go.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var time = environment.Time.GetLocalNow();
        var mark = logLevel >= LogLevel.Warning ? $"{logLevel}: " : "";
        var details = exception is null ? "" : $"\n{exception}";
        lock (_gate)
        {
            environment.Error.WriteLine($"{time:HH:mm:ss} {mark}{formatter(state, exception)}{details}");
        }
    }

    public void Dispose()
    {
    }
}
