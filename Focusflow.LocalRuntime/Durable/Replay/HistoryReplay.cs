using Focusflow.LocalRuntime.Durable.History;

namespace Focusflow.LocalRuntime.Durable.Replay;

/// <summary>Runs the code through its history and holds what it asks for against what it asked for then.</summary>
internal static class HistoryReplay
{
    /// <summary>Replays; throws when the code does something else than before.</summary>
    public static void Run(ReplayContext context, IReadOnlyList<Turn> history, Action<HistoryEvent> tell, Func<Task?> code)
    {
        var number = 1; // of the entry, as the listed history counts
        foreach (var turn in history)
        {
            context.BeginTurn(turn.Time, isReplay: true);
            for (var i = 0; i < turn.In.Count; i++)
            {
                if (code() is { IsCompleted: true })
                    throw Diverged(context, number + 1 + i, turn.In[i].ToString(), "the code has ended already");
                if (turn.In[i] is Answer answer && !context.Calls.IsExpected(answer))
                    throw Diverged(context, number + 1 + i, answer.ToString(), "the code did not ask for it");
                tell(turn.In[i]);
            }

            Compare(context, turn, number + 1 + turn.In.Count);
            number += turn.Entries;
        }

        if (code() is { IsCompleted: true } && history.Count > 0)
            throw Diverged(context, number, "something that the code still waited for", "the code has ended");
    }

    private static void Compare(ReplayContext context, Turn turn, int number)
    {
        var made = context.Calls.Made;
        for (var i = 0; i < Math.Max(made.Count, turn.Out.Count); i++)
        {
            var before = i < turn.Out.Count ? turn.Out[i] as Call : null;
            var now = i < made.Count ? made[i] : null;
            if (before is null || now is null || !before.IsSameAs(now))
                throw Diverged(context, number + i, before?.ToString() ?? "nothing more in this turn", $"the code asked for {now?.ToString() ?? "nothing more"}");
        }
    }

    private static NonDeterministicOrchestrationException Diverged(ReplayContext context, int number, string recorded, string did) => new(
        $"The replay of '{context.Name}' ({context.InstanceId}) differs from its history at event {number}: the history has {recorded}, "
        + $"but {did}. Orchestrator code must do the same in every replay; was it changed while instances were running?");
}
