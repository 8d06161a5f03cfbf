using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Focus;

/// <summary>How long a session runs that is begun as a pomodoro: as long as the user's settings say.</summary>
public static class Pomodoro
{
    /// <summary>How many focus sessions of a day lead to a long break.</summary>
    public const int Round = 4;

    /// <summary>The minutes of a session.</summary>
    /// <param name="settings">The user's settings.</param>
    /// <param name="type">What the session is for.</param>
    /// <param name="completed">How many focus sessions the user has completed today; of no matter for another one.</param>
    public static int MinutesOf(UserSettings settings, SessionType type, int completed) => type switch
    {
        SessionType.Focus => settings.PomodoroWorkDuration,
        _ when completed > 0 && completed % Round == 0 => settings.PomodoroLongBreakDuration,
        _ => settings.PomodoroBreakDuration,
    };

    /// <summary>
    /// The same, from the store: one read, and for a break one query. The sessions themselves are counted, since nothing else is as
    /// exact: what is kept of a day beside them may be older than they are.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="userId">The user.</param>
    /// <param name="type">What the session is for.</param>
    /// <param name="day">The user's day.</param>
    /// <param name="before">The session before as time has made it, which may not be recorded yet; null when none was open.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal static async Task<int> MinutesAsync(
        IDocumentStore store, string userId, SessionType type, LocalDate day, FocusSession? before, CancellationToken cancellation)
    {
        var account = await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation);
        var completed = type == SessionType.Break ? await CompletedAsync(store, userId, DayText.Write(day), before, cancellation) : 0;
        return MinutesOf(account?.Settings ?? new UserSettings(), type, completed);
    }

    private static async Task<int> CompletedAsync(
        IDocumentStore store, string userId, string day, FocusSession? before, CancellationToken cancellation)
    {
        var completed = before is not null && Counts(before) && before.Day == day ? 1 : 0;
        var query = new DocumentQuery(Containers.UserData, userId, FocusSession.KindName)
        {
            Filters = [new DocumentFilter.EqualTo("day", day)],
            Sort = new DocumentSort("day"),
            Limit = DocumentQuery.MaxLimit,
        };
        do
        {
            var (sessions, continuation) = await store.QueryAsync<FocusSession>(query, cancellation);
            completed += sessions.Count(session => Counts(session) && session.Id != before?.Id);
            query = query with { Continuation = continuation };
        }
        while (query.Continuation is not null);
        return completed;
    }

    private static bool Counts(FocusSession session) => session is { SessionType: SessionType.Focus, Status: SessionStatus.Completed };
}
