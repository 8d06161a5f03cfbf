using Focusflow.LocalRuntime.Features.Durable.Client;
using Focusflow.LocalRuntime.Features.Durable.Dispatch;
using Focusflow.LocalRuntime.Features.Durable.History;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Time;
using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Features.Durable;

/// <summary>
/// Runs orchestrations whose history, timers and queued work live in a SQLite file. A turn is run by Microsoft's own
/// runner and committed as one; what was not committed when the process died is done again at the next start.
/// </summary>
public sealed class DurableEngine : IAsyncDisposable
{
    internal const string LogCategory = "Focusflow.LocalRuntime.Features.Durable";

    private readonly EngineParts parts;
    private readonly TurnDispatcher turns;
    private readonly ActivityDispatcher activities;
    private readonly TimerPump timers;
    private readonly InstanceWaiters waiters = new();
    private bool started;
    private bool stopped;

    /// <summary>Makes an engine; nothing runs before <see cref="StartAsync"/>.</summary>
    /// <param name="database">The file; may hold other things too. One engine at a time works on it.</param>
    /// <param name="clock">What timers wait on.</param>
    /// <param name="work">Is told of everything that is due or running.</param>
    /// <param name="functions">The app's orchestrators and activities.</param>
    /// <param name="options">How it works.</param>
    /// <param name="loggers">What orchestrators and the engine log to.</param>
    public DurableEngine(
        SqliteDatabase database,
        TimeProvider clock,
        WorkTracker work,
        IDurableFunctions functions,
        DurableEngineOptions options,
        ILoggerFactory loggers)
    {
        parts = new EngineParts(database, clock, functions, options, loggers);
        turns = new TurnDispatcher(parts, work);
        activities = new ActivityDispatcher(parts, work, turns);
        timers = new TimerPump(parts, work, turns);
        parts.Committed += Announce;
        Client = new LocalDurableTaskClient(parts, turns, waiters);
    }

    /// <summary>What functions are given as <c>[DurableClient]</c>. Usable once the engine has started.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>The client of one function, which waits at its end for what it has started.</summary>
    internal DurableTaskClient ClientOf(PendingWrites writes) => new LocalDurableTaskClient(parts, turns, waiters, writes);

    /// <summary>Makes the tables if need be and takes up all work that is pending in them.</summary>
    /// <exception cref="Foundation.Settings.StartRefusedException">The file holds orchestrations under way in another form than this version reads.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (started)
            throw new InvalidOperationException("The engine was started already.");
        started = true;
        await parts.Database.WriteAsync(session =>
        {
            DurableTables.Create(session, parts.Database.Path);
            return true;
        });

        foreach (var activity in parts.Database.Read(ActivityTable.Read))
            activities.Add(activity);
        foreach (var instance in parts.Database.Read(InboxTable.Waiting))
            turns.Wake(instance);
        timers.Scan();
    }

    /// <summary>Takes up nothing new and ends when the running turns and activities have; what is left goes on at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        stopped = true;
        waiters.Dispose();
        parts.Later.Dispose();
        await Task.WhenAll(turns.StopAsync(), timers.StopAsync(), activities.StopAsync()).WaitAsync(cancellation);
    }

    /// <summary>An instance with its history, for the admin API; null: there is none of this id.</summary>
    public DurableInstance? ReadInstance(string instanceId) =>
        parts.Database.Read<DurableInstance?>(session =>
        {
            if (InstanceTable.Find(session, instanceId) is not { } row)
                return null;
            return new(InstanceMetadata.Of(row, inputsAndOutputs: true), HistoryListing.Of(HistoryTable.Read(session, instanceId).SelectMany(HistoryPart.Read)));
        });

    /// <summary>Stops, unless it was stopped already; then what still runs is not waited for again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!stopped)
            await StopAsync();
        timers.Dispose();
        turns.Dispose();
        activities.Dispose();
    }

    private void Announce(FollowUps followUps)
    {
        foreach (var activity in followUps.Activities)
            activities.Add(activity);
        foreach (var (due, instance) in followUps.Timers)
            timers.Announce(due, instance);
        foreach (var instance in followUps.Instances)
            turns.Wake(instance);
        foreach (var instance in followUps.Changed)
            waiters.Changed(instance);
    }
}
