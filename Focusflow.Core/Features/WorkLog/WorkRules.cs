using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.WorkLog;

/// <summary>What a user may do to the work log.</summary>
public enum WorkCommand
{
    /// <summary>Clock in.</summary>
    StartWork,

    /// <summary>Clock out.</summary>
    EndWork,

    /// <summary>Begin a break.</summary>
    StartBreak,

    /// <summary>Go on working.</summary>
    EndBreak,
}

/// <summary>What is open: nothing, work, or work with a break.</summary>
/// <param name="Work">The open entry of work.</param>
/// <param name="Break">The open break from it; never without work.</param>
public sealed record WorkState(TimeLog? Work, TimeLog? Break)
{
    /// <summary>Nothing is open.</summary>
    public static WorkState Nothing { get; } = new(null, null);
}

/// <summary>What a command does to the work log.</summary>
/// <param name="Next">What is open afterwards.</param>
/// <param name="Entry">The entry the command is about, as it is afterwards.</param>
/// <param name="EndedBreak">The break that ended with it, or null.</param>
public sealed record WorkStep(WorkState Next, TimeLog Entry, TimeLog? EndedBreak = null);

/// <summary>A blank entry for commands that begin one.</summary>
/// <param name="Id">The id it gets.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="Day">The user's day of that moment, <c>yyyy-MM-dd</c>.</param>
public sealed record NewEntry(string Id, string UserId, string Day);

/// <summary>The rules of the work log: what is open, command, now -> what is open then, or why not.</summary>
public static class WorkRules
{
    /// <summary>Carries out a command. Ending work ends an open break at the same instant.</summary>
    public static Outcome<WorkStep> Decide(WorkState state, WorkCommand command, NewEntry blank, DateTimeOffset now) =>
        (command, state.Work, state.Break) switch
        {
            (WorkCommand.StartWork, null, _) => StartWork(Begin(blank, null, now)),
            (WorkCommand.StartWork, _, _) => new Problem(ProblemCodes.AlreadyClockedIn, "You are clocked in already. Clock out first."),
            (_, null, _) => new Problem(ProblemCodes.NotClockedIn, "You are not clocked in. Clock in first."),
            (WorkCommand.EndWork, { } work, var pause) => EndWork(work, pause, now),
            (WorkCommand.StartBreak, { } work, null) => StartBreak(work, Begin(blank, work.Id, now)),
            (WorkCommand.StartBreak, _, _) => new Problem(ProblemCodes.AlreadyOnBreak, "You are on a break already. End it first."),
            (WorkCommand.EndBreak, _, null) => new Problem(ProblemCodes.NotOnBreak, "You are not on a break."),
            (WorkCommand.EndBreak, { } work, { } pause) => EndBreak(work, End(pause, now)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There is no such command."),
        };

    private static WorkStep StartWork(TimeLog work) => new(new WorkState(work, null), work);

    private static WorkStep StartBreak(TimeLog work, TimeLog pause) => new(new WorkState(work, pause), pause);

    private static WorkStep EndBreak(TimeLog work, TimeLog ended) => new(new WorkState(work, null), ended, ended);

    private static WorkStep EndWork(TimeLog work, TimeLog? pause, DateTimeOffset now)
    {
        var ended = pause is null ? null : End(pause, now);
        return new WorkStep(WorkState.Nothing, End(work, ended?.EndedAt ?? now), ended);
    }

    private static TimeLog Begin(NewEntry blank, string? workId, DateTimeOffset now) => new()
    {
        Id = blank.Id,
        UserId = blank.UserId,
        Day = blank.Day,
        LogType = workId is null ? LogType.Work : LogType.Break,
        WorkId = workId,
        StartedAt = now,
    };

    /// <summary>The clocks of two app instances may differ a little; no entry ends before it began.</summary>
    private static TimeLog End(TimeLog entry, DateTimeOffset now) =>
        entry with { EndedAt = now < entry.StartedAt ? entry.StartedAt : now };
}
