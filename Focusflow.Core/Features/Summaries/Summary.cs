using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Summaries;

/// <summary>What was completed in some stretch of time. Only running time counts, and only of completed sessions.</summary>
/// <param name="FocusSessions">The number of focus sessions.</param>
/// <param name="FocusSeconds">The seconds of focus; each session counts whole seconds, so days add up to their week.</param>
/// <param name="BreakSessions">The number of break sessions.</param>
/// <param name="BreakSeconds">The seconds of breaks.</param>
public sealed record SessionTotals(int FocusSessions, long FocusSeconds, int BreakSessions, long BreakSeconds)
{
    /// <summary>Adds up sessions, ended or not.</summary>
    public static SessionTotals Of(IEnumerable<FocusSession> sessions)
    {
        var totals = new SessionTotals(0, 0, 0, 0);
        foreach (var session in sessions)
        {
            if (session.Status != SessionStatus.Completed)
                continue;
            var seconds = session.Recorded.Ticks / TimeSpan.TicksPerSecond;
            totals = session.SessionType == SessionType.Focus
                ? totals with { FocusSessions = totals.FocusSessions + 1, FocusSeconds = totals.FocusSeconds + seconds }
                : totals with { BreakSessions = totals.BreakSessions + 1, BreakSeconds = totals.BreakSeconds + seconds };
        }

        return totals;
    }
}

/// <summary>A day of a user: its totals, and all sessions that started in it (also those not counted).</summary>
public sealed record DailySummary(LocalDate Day, SessionTotals Totals, IReadOnlyList<FocusSession> Sessions)
{
    /// <summary>The summary of a day.</summary>
    public static DailySummary Of(LocalDate day, IReadOnlyList<FocusSession> sessions) => new(day, SessionTotals.Of(sessions), sessions);
}

/// <summary>Several days in a row: their totals, and each of them, also the empty ones.</summary>
public sealed record PeriodSummary(LocalDate First, LocalDate Last, SessionTotals Totals, IReadOnlyList<DailySummary> Days)
{
    /// <summary>The summary of the days from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public static PeriodSummary Of(LocalDate first, LocalDate last, IReadOnlyList<FocusSession> sessions)
    {
        var byDay = sessions.ToLookup(session => session.Day, StringComparer.Ordinal);
        var days = new List<DailySummary>();
        for (var day = first; day <= last; day = day.PlusDays(1))
            days.Add(DailySummary.Of(day, [.. byDay[DayText.Write(day)]]));
        return new PeriodSummary(first, last, SessionTotals.Of(sessions), days);
    }
}
