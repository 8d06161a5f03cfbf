using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Challenges;

/// <summary>Takes part in what other features do, so that it counts for challenges in the very same transaction.</summary>
public sealed class ChallengeFollower(ChallengeRecorder recorder, WorkSessions work, ChallengeRules rules)
    : ITaskCompleted, ISessionEnded, IBreakEnded, IReflectionSent
{
    /// <inheritdoc cref="ISessionEnded.Reads"/>
    public IReadOnlyList<string> Reads(LocalDate day) => [ChallengeWeek.IdOf(IsoWeek.Of(day))];

    /// <inheritdoc/>
    public IReadOnlyList<string> Reads(TaskDocument completed, UserCalendar calendar) => Reads(calendar.DayOf(completed.CompletedAt!.Value));

    /// <inheritdoc/>
    public ValueTask AddWritesAsync(TaskDocument completed, UserCalendar calendar, WriteSet writes, CancellationToken cancellation)
    {
        var at = completed.CompletedAt!.Value;
        return recorder.AddAsync(completed.UserId, new TaskCompleted(completed.Id, calendar.DayOf(at), at), writes, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask AddWritesAsync(FocusSession session, WriteSet writes, CancellationToken cancellation)
    {
        if (session is not { Status: SessionStatus.Completed, EndedAt: { } at })
            return default;
        if (session.SessionType == SessionType.Focus)
        {
            return session.Recorded >= rules.MinimumFocus
                ? recorder.AddAsync(session.UserId, new FocusCompleted(session.Id, DayText.Parse(session.Day), at), writes, cancellation)
                : default;
        }

        var day = session.DayOf(at);
        return session.Recorded >= rules.MinimumBreak
            ? recorder.AddAsync(session.UserId, ChallengeType.Break, day, at, MakeOutAsync, writes, cancellation)
            : default;

        async ValueTask<ChallengeCause?> MakeOutAsync(CancellationToken stop) =>
            await work.FindAsync(session.UserId, session.StartedAt, stop) is { } found ? new BreakCompleted(found, day, at) : null;
    }

    /// <inheritdoc/>
    public ValueTask AddWritesAsync(TimeLog ended, UserCalendar calendar, WriteSet writes, CancellationToken cancellation) =>
        ended is { WorkId: { } workId, EndedAt: { } at } && at - ended.StartedAt >= rules.MinimumBreak
            ? recorder.AddAsync(ended.UserId, new BreakCompleted(workId, calendar.DayOf(at), at), writes, cancellation)
            : default;

    /// <inheritdoc/>
    public ValueTask AddWritesAsync(
        Reflection reflection, UserCalendar calendar, WriteSet writes, CancellationToken cancellation)
    {
        var cause = new DayClosed(DayText.Parse(reflection.Day), reflection.SentAt, calendar);
        return recorder.AddAsync(reflection.UserId, cause, writes, cancellation);
    }
}
