using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Focusflow.Tests.Foundation.Telemetry;

/// <summary>
/// Keeps everything that the apps of this process log, as any log might show it: message, values, scopes, exception. The
/// app's own categories at every level, others as far as the app lets them through. Safe for concurrent use.
/// </summary>
internal sealed class LogCapture : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    /// <summary>All lines so far.</summary>
    public static ConcurrentQueue<string> Lines { get; } = new();

    public static void AddTo(ILoggingBuilder logging) =>
        logging.AddProvider(new LogCapture()).AddFilter<LogCapture>("Focusflow", LogLevel.Trace).AddFilter<LogCapture>("Function", LogLevel.Trace);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Logger(string category, LogCapture capture) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => capture.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder().Append(logLevel).Append(' ').Append(category).Append(": ").Append(formatter(state, exception));
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
                Append(line, values);
            capture.scopes.ForEachScope(
                static (scope, line) =>
                {
                    line.Append(" => ").Append(scope);
                    if (scope is IEnumerable<KeyValuePair<string, object?>> values)
                        Append(line, values);
                },
                line);
            if (exception is not null)
                line.Append(" !! ").Append(exception);
            Lines.Enqueue(line.ToString());
        }

        private static void Append(StringBuilder line, IEnumerable<KeyValuePair<string, object?>> values)
        {
            foreach (var (name, value) in values)
            {
                if (name != "{OriginalFormat}")
                    line.Append(' ').Append(name).Append('=').Append(value);
            }
        }
    }
}
