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

/// <summary>Reads everything the dashboard shows: four queries and the board's reads, all at once.</summary>
public sealed class DashboardReader(
    IDocumentStore store, TimeProvider clock, SessionReader sessions, ReflectionHistory reflections, Leaders leaders)
{
    private const int MostReflections = 5;

    /// <summary>The dashboard of now; 404 when the account is gone.</summary>
    public async Task<Outcome<DashboardData>> ReadAsync(Caller caller, CancellationToken cancellation = default)
    {
        var (userId, now) = (caller.UserId, clock.Now());
        var today = caller.Calendar.DayOf(now);
        var reading = (
            Account: store.ReadSomeAsync(Containers.UserData, userId, [Account.DocumentId, ChallengeTotals.FixedId], cancellation).AsTask(),
            Tasks: Agenda.ReadStoredAsync(store, userId, caller.Calendar, today, cancellation),
            Day: ReadDayAsync(userId, DayText.Write(today), cancellation),
            Reflections: reflections.ListAsync(userId, MostReflections, cursor: null, cancellation),
            Leaders: leaders.ReadAsync(userId, IsoWeek.Of(today), cancellation: cancellation));
        await Task.WhenAll(reading.Account, reading.Tasks, reading.Day, reading.Reflections, reading.Leaders);

        var documents = await reading.Account;
        if (documents.Find<Account>() is not { } account)
            return Problem.NotFound("User");
        var (tasks, (totals, breaks)) = (await reading.Tasks, await reading.Day);
        return new DashboardData(
            account,
            today,
            [.. tasks.OrderByDescending(found => found.Task.UpdatedAt).Select(found => new TaskResource(found.Stored, caller.Calendar))],
            tasks.Count(found => found.Task.Completed),
            totals,
            totals.BreakSessions + breaks,
            documents.Find<ChallengeTotals>()?.TotalPoints ?? 0,
            (await reading.Reflections).Value.Reflections,
            await reading.Leaders);
    }

    /// <summary>The sessions and the breaks of the work log of a day, in one query over both.</summary>
    private async Task<(SessionTotals Totals, int WorkBreaks)> ReadDayAsync(string userId, string day, CancellationToken cancellation)
    {
        var query = new DocumentQuery(Containers.UserData, userId, FocusSession.KindName, TimeLog.KindName)
        {
            Filters = [DayRange.Days(day, day)],
            Limit = DocumentQuery.MaxLimit,
        };
        var (found, breaks) = (new List<FocusSession>(), 0);
        do
        {
            var page = await store.QueryAsync(query, cancellation);
            found.AddRange(page.Documents.Where(document => document.Kind == FocusSession.KindName).Select(document => document.As<FocusSession>()));
            breaks += page.Documents.Where(document => document.Kind == TimeLog.KindName)
                .Count(document => document.As<TimeLog>() is { LogType: LogType.Break, EndedAt: not null });
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return (SessionTotals.Of(await sessions.SettleAllAsync(found, cancellation)), breaks);
    }
}
