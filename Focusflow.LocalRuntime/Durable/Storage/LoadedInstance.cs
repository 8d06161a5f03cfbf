using Focusflow.LocalRuntime.Durable.History;
using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Durable.Storage;

/// <summary>An instance with all that a turn needs.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="History">Its history.</param>
/// <param name="Messages">What it is to be told, in order.</param>
internal sealed record LoadedInstance(InstanceRow Instance, IReadOnlyList<Turn> History, IReadOnlyList<Message> Messages)
{
    /// <summary>Loads an instance that has something to do; null: it has nothing to do.</summary>
    public static LoadedInstance? Load(SqliteSession session, string id, long now)
    {
        if (InstanceTable.Find(session, id) is not { HasEnded: false } instance)
            return null;
        var messages = InboxTable.Read(session, id);
        messages.AddRange(TimerTable.ReadDue(session, id, now));
        if (messages.Count == 0)
            return null;

        // By time, so that after a downtime a timer comes before an event that was sent later. The start is always first.
        messages = [.. messages.OrderBy(m => m.Event is ExecutionStarted ? long.MinValue : m.At).ThenBy(m => m.Key is TimerKey ? 0 : 1)];
        if (instance.Turn == 0 && messages[0].Event is not ExecutionStarted)
        {
            // It starts later and keeps what comes before; but it can be terminated at once.
            messages.RemoveAll(message => message.Event is not ExecutionTerminated);
            if (messages.Count == 0)
                return null;
        }

        if (instance.Status == OrchestrationRuntimeStatus.Suspended
            && !messages.Exists(message => message.Event is ExecutionResumed or ExecutionTerminated))
        {
            return null;
        }

        return new(instance, instance.Turn == 0 ? [] : HistoryTable.Read(session, id), messages);
    }
}
