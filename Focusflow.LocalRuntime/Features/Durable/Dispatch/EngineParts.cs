using System.Collections.Concurrent;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.Sqlite;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>What the parts of the engine share.</summary>
internal sealed class EngineParts(
    SqliteDatabase database, TimeProvider clock, IDurableFunctions functions, DurableEngineOptions options, ILoggerFactory loggers)
{
    /// <summary>Is told of every commit right after it.</summary>
    public event Action<FollowUps>? Committed;

    /// <summary>The file.</summary>
    public SqliteDatabase Database => database;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The app's functions.</summary>
    public IDurableFunctions Functions => functions;

    /// <summary>The options.</summary>
    public DurableEngineOptions Options => options;

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Loggers => loggers;

    /// <summary>Writes to the file.</summary>
    public DurableWriter Writer { get; } = new(database, options.Crash);

    /// <summary>Where a test lets the engine die.</summary>
    public CrashPoint? Crash => options.Crash;

    /// <summary>The instances whose start is on its way to the disk; each ends when it has arrived or failed, and never fails.</summary>
    public ConcurrentDictionary<string, Task> Starting { get; } = new(StringComparer.Ordinal);

    /// <summary>What failed for a reason outside (a full disk) and is tried again.</summary>
    public LaterRetries Later { get; } = new(clock);

    /// <summary>Announces what a commit made due. Call it before what caused the commit ends as a piece of work.</summary>
    public void Announce(FollowUps followUps) => Committed?.Invoke(followUps);
}
