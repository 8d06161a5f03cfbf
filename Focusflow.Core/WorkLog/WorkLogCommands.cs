using Focusflow.Core.Calendar;
using Focusflow.Core.Outcomes;
using Focusflow.Core.Storage;

namespace Focusflow.Core.WorkLog;

/// <summary>Changing the work log: load what is open, let <see cref="WorkRules"/> decide, commit.</summary>
public sealed class WorkLogCommands(IDocumentStore store, TimeProvider clock, WorkLogReader reader, IEnumerable<IBreakEnded> followers)
{
    private readonly IBreakEnded[] followers = [.. followers];

    /// <summary>Carries out a command and gives the entry that began or ended. 409 when it does not fit what is open.</summary>
    public Task<Outcome<TimeLog>> RunAsync(
        string userId, UserCalendar calendar, WorkCommand command, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<TimeLog>(
            async () =>
            {
                var now = clock.Now();
                var (marker, state) = await reader.OpenAsync(userId, cancellation);
                var blank = new NewEntry(Guid.CreateVersion7(now).ToString(), userId, DayText.Write(calendar.DayOf(now)));
                if (!WorkRules.Decide(state, command, blank, now).Succeeded(out var step, out var problem))
                    return problem;

                var writes = WriteSet.ForUser(userId).Put(step.Entry);
                if (step.EndedBreak is { } ended)
                {
                    if (ended != step.Entry)
                        writes.Replace(ended);
                    foreach (var follower in followers)
                        await follower.AddWritesAsync(ended, writes, cancellation);
                }

                writes.Put(MarkerOf(userId, step, marker));

                var result = await writes.CommitAsync(store, cancellation);
                return result.Succeeded ? step.Entry with { ETag = result.ETags[0] } : (Outcome<TimeLog>?)null;
            },
            cancellation);

    private static OpenWork MarkerOf(string userId, WorkStep step, OpenWork? stored) => new()
    {
        Id = OpenWork.FixedId,
        UserId = userId,
        WorkId = step.Next.Work?.Id,
        BreakId = step.Next.Break?.Id,
        ClockedOutAt = step.Next.Work is null ? step.Entry.EndedAt : null,
        ETag = stored?.ETag ?? "",
    };
}
