using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Focus;

/// <summary>Reading sessions. What is overdue is settled on the way, so nobody ever sees a session past its end.</summary>
public sealed class SessionReader(IDocumentStore store, SessionSettlement settlement)
{
    /// <summary>One session; 404 when it is not there.</summary>
    public async Task<Outcome<FocusSession>> GetAsync(string userId, string sessionId, CancellationToken cancellation = default) =>
        await store.ReadAsync<FocusSession>(userId, sessionId, cancellation) is { } session
            ? await settlement.SettleAsync(session, cancellation)
            : SessionSettlement.NotFound;

    /// <summary>The active or paused session, or null.</summary>
    public async Task<FocusSession?> CurrentAsync(string userId, CancellationToken cancellation = default)
    {
        if (await store.ReadAsync<OpenSession>(userId, OpenSession.FixedId, cancellation) is not { } marker)
            return null;
        var session = await GetAsync(userId, marker.SessionId, cancellation);
        return session.Problem is null && session.Value.IsOpen ? session.Value : null;
    }

    /// <summary>One page of sessions, the latest start first; 400 when the cursor is not one that this list gave.</summary>
    public async Task<Outcome<SessionPage>> ListAsync(
        string userId, DayRange range, int limit, string? cursor, CancellationToken cancellation = default)
    {
        var query = new DocumentQuery(Containers.UserData, userId, FocusSession.KindName)
        {
            Filters = range.Filters,
            Sort = new DocumentSort("startedAt", Descending: true),
            Limit = limit,
            Continuation = cursor,
        };
        var read = await store.QueryPageAsync(query, cancellation);
        if (!read.Succeeded(out var page, out var problem))
            return problem;
        var sessions = page.Documents.Select(document => document.As<FocusSession>()).ToList();
        return new SessionPage(await SettleAllAsync(sessions, cancellation), page.Continuation);
    }

    /// <summary>
    /// All sessions of the days from <paramref name="first"/> to <paramref name="last"/> (<c>yyyy-MM-dd</c>, both included),
    /// in the order in which they started.
    /// </summary>
    public async Task<IReadOnlyList<FocusSession>> OfDaysAsync(
        string userId, string first, string last, CancellationToken cancellation = default) =>
        await AllAsync(userId, DayRange.Days(first, last), "day", cancellation);

    /// <summary>All sessions spent on a task, in the order in which they started.</summary>
    public async Task<IReadOnlyList<FocusSession>> OfTaskAsync(string userId, string taskId, CancellationToken cancellation = default) =>
        await AllAsync(userId, new DocumentFilter.EqualTo("taskId", taskId), "taskId", cancellation);

    private async Task<IReadOnlyList<FocusSession>> AllAsync(string userId, DocumentFilter filter, string sort, CancellationToken cancellation)
    {
        var all = new List<FocusSession>();
        string? continuation = null;
        do
        {
            var query = new DocumentQuery(Containers.UserData, userId, FocusSession.KindName)
            {
                Filters = [filter],
                Sort = new DocumentSort(sort),
                Limit = DocumentQuery.MaxLimit,
                Continuation = continuation,
            };
            (var page, continuation) = await store.QueryAsync<FocusSession>(query, cancellation);
            all.AddRange(await SettleAllAsync(page, cancellation));
        }
        while (continuation is not null);

        all.Sort((one, other) => one.StartedAt.CompareTo(other.StartedAt));
        return all;
    }

    /// <summary>Sessions as they stand now; those that are due are recorded first, those that were deleted meanwhile are left out.</summary>
    internal async ValueTask<IReadOnlyList<FocusSession>> SettleAllAsync(IReadOnlyList<FocusSession> sessions, CancellationToken cancellation)
    {
        if (!sessions.Any(session => session.IsOpen))
            return sessions;
        var settled = new List<FocusSession>(sessions.Count);
        foreach (var session in sessions)
        {
            var outcome = await settlement.SettleAsync(session, cancellation);
            if (outcome.Problem is null)
                settled.Add(outcome.Value);
        }

        return settled;
    }
}

/// <summary>One page of sessions.</summary>
/// <param name="Sessions">The sessions.</param>
/// <param name="NextCursor">Asks for the next page, or null when this was the last.</param>
public sealed record SessionPage(IReadOnlyList<FocusSession> Sessions, string? NextCursor);
