using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.WorkLog;

/// <summary>Changing the work log: load what is open, let <see cref="WorkRules"/> decide, commit.</summary>
public sealed class WorkLogCommands(IDocumentStore store, TimeProvider clock, WorkLogReader reader, IEnumerable<IBreakEnded> followers)
{
    // One query instead of one read: the settings say when a break is due, and cost no trip of their own.
    private static readonly string[] Needed = [OpenWork.FixedId, Account.DocumentId];

    private readonly IBreakEnded[] followers = [.. followers];

    /// <summary>Carries out a command and gives the entry that began or ended. 409 when it does not fit what is open.</summary>
    public Task<Outcome<TimeLog>> RunAsync(
        string userId, UserCalendar calendar, WorkCommand command, IDurableTimers timers, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<TimeLog>(
            async () =>
            {
                var now = clock.Now();
                var found = await store.ReadSomeAsync(Containers.UserData, userId, Needed, cancellation);
                var marker = found.Find<OpenWork>();
                var state = await reader.OpenAsync(marker, cancellation);
                var blank = new NewEntry(Guid.CreateVersion7(now).ToString(), userId, DayText.Write(calendar.DayOf(now)));
                if (!WorkRules.Decide(state, command, blank, now).Succeeded(out var step, out var problem))
                    return problem;

                var writes = WriteSet.ForUser(userId).Put(step.Entry);
                if (step.EndedBreak is { } ended)
                {
                    if (ended != step.Entry)
                        writes.Replace(ended);
                    foreach (var follower in followers)
                        await follower.AddWritesAsync(ended, calendar, writes, cancellation);
                }

                var next = MarkerOf(userId, step, marker, found.Find<Account>()?.Settings ?? new UserSettings());
                if (next.BreakDue is { } due)
                    await timers.ScheduleAsync(new BreakTimer(userId, due), cancellation);

                writes.Put(next);
                var result = await writes.CommitAsync(store);
                return result.Succeeded ? step.Entry with { ETag = result.ETags[0] } : (Outcome<TimeLog>?)null;
            },
            cancellation);

    private static OpenWork MarkerOf(string userId, WorkStep step, OpenWork? stored, UserSettings settings)
    {
        var (work, pause) = step.Next;
        var day = (work ?? step.Entry).Day;

        // Work begins with clocking in and again with the end of a break.
        DateTimeOffset? since = work is null || pause is not null ? null : step.EndedBreak?.EndedAt ?? work.StartedAt;
        var next = new OpenWork
        {
            Id = OpenWork.FixedId,
            UserId = userId,
            WorkId = work?.Id,
            BreakId = pause?.Id,
            StartedAt = work?.StartedAt,
            WorkingSince = since,
            ClockedOutAt = work is null ? step.Entry.EndedAt : null,
            Day = day,
            WorkedSeconds = WorkedOn(day, stored, until: pause?.StartedAt ?? step.Entry.EndedAt),
            CountedSince = since,
            OverworkedDay = stored?.OverworkedDay,
            ETag = stored?.ETag ?? "",
        };
        return since is { } from ? next with { BreakDue = WorkSchedule.Next(settings, next, from) } : next;
    }

    /// <summary>The seconds of work on a day so far; what was under way counts until a break or the end of the work.</summary>
    private static int WorkedOn(string day, OpenWork? stored, DateTimeOffset? until)
    {
        // Markers from before the time was counted tell at least since when the user has been working.
        var before = stored?.Day == day ? stored.WorkedSeconds : 0;
        return (stored?.CountedSince ?? stored?.WorkingSince) is { } since && until > since ? before + (int)(until.Value - since).TotalSeconds : before;
    }
}
