using Microsoft.Extensions.Logging;

namespace Focusflow.Tests.Foundation.Http;

/// <summary>Keeps what an app logs, as text.</summary>
internal sealed class Lines : ILoggerProvider, ILogger
{
    private readonly List<string> lines = [];
    private readonly string category = "";

    public IReadOnlyList<string> All
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    /// <summary>Those of level Error and above.</summary>
    public IReadOnlyList<string> Errors => [.. All.Where(line => line.StartsWith('!'))];

    public ILogger CreateLogger(string categoryName) => new Lines(lines, categoryName);

    public Lines()
    {
    }

    private Lines(List<string> lines, string category)
    {
        this.lines = lines;
        this.category = category;
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (lines)
            lines.Add($"{(logLevel >= LogLevel.Error ? "!" : "")}{category}: {formatter(state, exception)} {exception}");
    }
}
