using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Challenges;

/// <summary>Finds the work session that a break belongs to.</summary>
public sealed class WorkSessions(IDocumentStore store)
{
    private const int LookBack = 50;

    /// <summary>
    /// The work log that was open when the break began, or without one the focus session that had ended at most an hour
    /// before; null when there is neither. Looks at what was so then, however late it is asked.
    /// </summary>
    public async Task<string?> FindAsync(string userId, DateTimeOffset breakStart, CancellationToken cancellation = default)
    {
        var logs = Latest(TimeLog.KindName, userId, breakStart, limit: 1) with
        {
            Filters = [StartedUntil(breakStart), new DocumentFilter.EqualTo("logType", "work")],
        };
        var (found, _) = await store.QueryAsync<TimeLog>(logs, cancellation);
        if (found is [var log] && (log.EndedAt is null || log.EndedAt > breakStart))
            return log.Id;

        var before = Latest(FocusSession.KindName, userId, breakStart, LookBack);
        var (sessions, _) = await store.QueryAsync<FocusSession>(before, cancellation);
        return sessions.FirstOrDefault(session =>
            session is { SessionType: SessionType.Focus, EndedAt: { } end }
            && end <= breakStart
            && breakStart - end <= ChallengeRules.BreakAfterFocus)?.Id;
    }

    private static DocumentQuery Latest(string kind, string userId, DateTimeOffset until, int limit) =>
        new(Containers.UserData, userId, kind)
        {
            Filters = [StartedUntil(until)],
            Sort = new DocumentSort("startedAt", Descending: true),
            Limit = limit,
        };

    private static DocumentFilter.Between StartedUntil(DateTimeOffset until) => new("startedAt", null, until.AddTicks(1));
}
