using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Summaries;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Dashboard;

/// <summary>
/// Reads everything the dashboard shows, all at once: a query each of the day's tasks, the latest reflections, the board, and of the day's
/// sessions and breaks with the documents that stand for the user.
/// </summary>
public sealed class DashboardReader(
    IDocumentStore store, TimeProvider clock, SessionReader sessions, ReflectionHistory reflections, Leaders leaders)
{
    private const int MostReflections = 5;

    /// <summary>The dashboard of now; 404 when the account is gone.</summary>
    public async Task<Outcome<DashboardData>> ReadAsync(Caller caller, CancellationToken cancellation = default)
    {
        var (userId, now) = (caller.UserId, clock.Now());
        var today = caller.Calendar.DayOf(now);
        var week = IsoWeek.Of(today);
        var day = ReadDayAsync(userId, DayText.Write(today), [.. Leaders.OwnIds(week), ChallengeTotals.FixedId], cancellation);
        var reading = (
            Tasks: Agenda.ReadStoredAsync(store, userId, caller.Calendar, today, cancellation),
            Reflections: reflections.ListAsync(userId, MostReflections, cursor: null, cancellation),
            Leaders: leaders.ReadAsync(userId, week, day, cancellation: cancellation));
        await Task.WhenAll(day, reading.Tasks, reading.Reflections, reading.Leaders);

        var found = await day;
        if (found.Find<Account>() is not { } account)
            return Problem.NotFound("User");
        var totals = SessionTotals.Of(await sessions.SettleAllAsync([.. found.All<FocusSession>()], cancellation));
        var breaks = found.All<TimeLog>().Count(log => log is { LogType: LogType.Break, EndedAt: not null });
        var tasks = await reading.Tasks;
        return new DashboardData(
            account,
            today,
            [.. tasks.OrderByDescending(found => found.Times.UpdatedAt).Select(found => new TaskResource(found.Stored, caller.Calendar))],
            tasks.Count(found => found.Times.Completed),
            totals,
            totals.BreakSessions + breaks,
            found.Find<ChallengeTotals>()?.TotalPoints ?? 0,
            (await reading.Reflections).Value.Reflections,
            await reading.Leaders);
    }

    /// <summary>The sessions and the work log of a day, and documents of other kinds by their ids.</summary>
    private async Task<SomeDocuments> ReadDayAsync(string userId, string day, IReadOnlyList<string> besides, CancellationToken cancellation)
    {
        var query = new DocumentQuery(Containers.UserData, userId, FocusSession.KindName, TimeLog.KindName)
        {
            Filters = [DayRange.Days(day, day)],
            Besides = besides,
            Limit = DocumentQuery.MaxLimit,
        };
        var documents = new List<StoredDocument>();
        do
        {
            var page = await store.QueryAsync(query, cancellation);
            documents.AddRange(page.Documents);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return new SomeDocuments(documents);
    }
}
