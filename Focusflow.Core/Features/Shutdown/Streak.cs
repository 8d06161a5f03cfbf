using NodaTime;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>Days in a row that ended with a reflection.</summary>
public static class Streak
{
    /// <summary>
    /// The streak that ends today, or yesterday while today has no reflection yet. Every day with a reflection adds one; a
    /// day off without one neither adds nor breaks. Days off are those that were so on that day: see <see cref="Accounts.WorkDayHistory"/>.
    /// </summary>
    /// <example>
    /// With work from Monday to Friday and reflections on Thursday, Friday and Monday, the streak on that Monday is 3; with
    /// one on Saturday as well it is 4.
    /// </example>
    /// <param name="today">The user's day.</param>
    /// <param name="first">The first day with a reflection; null when there is none.</param>
    /// <param name="reflected">Whether a day has a reflection.</param>
    /// <param name="worked">Whether a day was a work day.</param>
    public static int On(LocalDate today, LocalDate? first, Func<LocalDate, bool> reflected, Func<LocalDate, bool> worked)
    {
        var streak = 0;
        for (var day = today; first is { } start && day >= start; day = day.PlusDays(-1))
        {
            if (reflected(day))
                streak++;
            else if (day != today && worked(day))
                break;
        }

        return streak;
    }

    /// <summary>The streak of the days recorded.</summary>
    public static int On(LocalDate today, ShutdownDays days, Func<LocalDate, bool> worked) =>
        On(today, days.First, days.Contains, worked);
}
