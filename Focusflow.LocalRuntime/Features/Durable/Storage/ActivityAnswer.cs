using Focusflow.Sqlite;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>What an activity has answered. Its row is there until the answer is stored, and lets it run again after a crash.</summary>
internal sealed record ActivityAnswer(ActivityRow Activity, P.HistoryEvent Event)
{
    private long At => Event.Timestamp.ToDateTime().Ticks;

    /// <summary>As what its orchestration is told by the turn that also forgets the activity.</summary>
    public Message ToMessage() => new(At, Event, new ActivityKey(Activity));

    /// <summary>Leaves it for a later turn; false: the execution that had asked is over.</summary>
    public bool LeaveInInbox(SqliteSession session) =>
        ActivityTable.Delete(session, Activity) && InboxTable.AddAnswer(session, Activity.Instance, Activity.Execution, Event, At);
}
