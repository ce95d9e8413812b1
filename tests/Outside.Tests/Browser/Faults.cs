using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Haechi.Outside.Tests.Browser;

/// <summary>Keeps what the server logs as an error, so that a page that fails says why.</summary>
internal sealed class Faults : ILoggerProvider, ILogger
{
    /// <summary>All errors of all sites.</summary>
    public static ConcurrentQueue<string> All { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            All.Enqueue($"{formatter(state, exception)} {exception?.GetBaseException()}");
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
