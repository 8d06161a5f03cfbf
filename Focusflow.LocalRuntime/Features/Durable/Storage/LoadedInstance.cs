using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>An instance with all that a turn needs.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="History">Its history, a part per turn, as stored.</param>
/// <param name="Messages">What it is to be told, in order.</param>
internal sealed record LoadedInstance(InstanceRow Instance, IReadOnlyList<byte[]> History, IReadOnlyList<Message> Messages)
{
    /// <summary>A new instance that is to start.</summary>
    public static LoadedInstance New(InstanceRow instance) =>
        new(instance, [], [new Message(instance.Created, instance.Started(instance.Created), Key: null)]);

    /// <summary>Loads an instance that has something to do; null: it has nothing to do.</summary>
    /// <param name="session">Reads.</param>
    /// <param name="id">The instance.</param>
    /// <param name="now">Which timers are due (UTC ticks).</param>
    /// <param name="answers">What its activities have answered and is not stored yet; those of an earlier execution are left out.</param>
    public static LoadedInstance? Load(SqliteSession session, string id, long now, IReadOnlyList<ActivityAnswer> answers)
    {
        if (InstanceTable.Find(session, id) is not { HasEnded: false } instance)
            return null;
        var messages = InboxTable.Read(session, id);
        messages.AddRange(StoredTimers.Due(instance.Timers, now));
        messages.AddRange(answers.Where(answer => answer.Activity.Execution == instance.Execution).Select(answer => answer.ToMessage()));
        if (messages.Count == 0)
            return null;

        // By time, so that after a downtime a timer comes before an event that was sent later. The start is always first.
        messages = [.. messages.OrderBy(message => message.Starts ? long.MinValue : message.At).ThenBy(message => message.Key is TimerKey ? 0 : 1)];
        if (messages[0].Starts)
        {
            messages[0] = messages[0] with { Event = instance.Started(messages[0].At) };
        }
        else if (instance.Turn == 0)
        {
            // It starts later and keeps what comes before; but it can be terminated at once.
            messages.RemoveAll(message => !message.Terminates);
            if (messages.Count == 0)
                return null;
        }

        // What comes to a suspended instance waits in the tables rather than in a history that grows without being used.
        return instance.Status != OrchestrationRuntimeStatus.Suspended || messages.Exists(message => message.Resumes || message.Terminates)
            ? new(instance, instance.Turn == 0 ? [] : HistoryTable.Read(session, id), messages)
            : null;
    }
}
